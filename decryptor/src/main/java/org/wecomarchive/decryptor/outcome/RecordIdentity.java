package org.wecomarchive.decryptor.outcome;

import java.util.Objects;

/** Which archived record it is, as far as headers tell. */
public record RecordIdentity(String corpId, long seq, String msgid, long keyVersion) {

    public RecordIdentity {
        Objects.requireNonNull(corpId, "corpId is null");
        Objects.requireNonNull(msgid, "msgid is null");
    }
}
