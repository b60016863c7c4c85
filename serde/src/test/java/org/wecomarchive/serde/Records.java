package org.wecomarchive.serde;

import java.time.Instant;
import org.wecomarchive.schemas.RawRecord;

/** Fixed records. */
final class Records {

    private Records() {}

    static RawRecord raw() {
        return RawRecord.newBuilder()
                .setCorpId("ww1234567890abcdef")
                .setSeq(42)
                .setMsgid("7641234567890123456_1700000000123_external")
                .setKeyVersion(3)
                .setEncryptedKey("a2V5")
                .setEncryptedPayload("cGF5bG9hZA==")
                .setFetchedAt(Instant.parse("2026-11-22T08:00:00.123Z"))
                .build();
    }

    /** A record whose payload has that many characters. */
    static RawRecord raw(int payloadLength) {
        return RawRecord.newBuilder(raw())
                .setEncryptedPayload("A".repeat(payloadLength))
                .build();
    }
}
