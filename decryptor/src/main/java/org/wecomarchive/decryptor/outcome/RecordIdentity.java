package org.wecomarchive.decryptor.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import org.wecomarchive.schemas.RecordKeys;

/** Which archived record it is, as far as headers tell. */
public record RecordIdentity(String corpId, long seq, String msgid, long keyVersion) {

    public RecordIdentity {
        Objects.requireNonNull(corpId, "corpId is null");
        Objects.requireNonNull(msgid, "msgid is null");
    }

    /** The key that its record has in the raw topic, or should have: {@code <corp_id>:<seq, 20 digits>}. */
    public byte[] key() {
        return RecordKeys.of(corpId, seq).getBytes(UTF_8);
    }
}
