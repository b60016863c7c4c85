package org.wecomarchive.decryptor.payload;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.RawRecord;

/** Decrypted messages on their way through the parser. */
final class Messages {

    static final Instant FETCHED_AT = Instant.parse("2025-01-02T03:04:05.678Z");
    static final Instant DECRYPTED_AT = Instant.parse("2025-01-02T03:04:06.789Z");

    private Messages() {}

    /** A record with the message id 42 that carries whatever plaintext it is parsed with. */
    static RawRecord raw() {
        return raw("42");
    }

    static RawRecord raw(String msgid) {
        return RawRecord.newBuilder()
                .setCorpId("ww1234567890abcdef")
                .setSeq(7)
                .setMsgid(msgid)
                .setKeyVersion(3)
                .setEncryptedKey("")
                .setEncryptedPayload("")
                .setFetchedAt(FETCHED_AT)
                .build();
    }

    static ChatEvent parse(String json) {
        return parse(raw(), json);
    }

    static ChatEvent parse(RawRecord raw, String json) {
        try {
            return PayloadParser.parse(raw, json.getBytes(StandardCharsets.UTF_8), DECRYPTED_AT);
        } catch (PayloadException e) {
            throw new AssertionError("not parsed", e);
        }
    }

    static ChatEvent parse(byte[] plaintext) throws PayloadException {
        return PayloadParser.parse(raw(), plaintext, DECRYPTED_AT);
    }
}
