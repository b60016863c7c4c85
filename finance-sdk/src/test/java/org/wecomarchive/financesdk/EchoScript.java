package org.wecomarchive.financesdk;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What tests send to the echo libraries, the one in C and the one in Java: the message of a payload, a corp id or a file id
 * says what shall happen to it.
 */
public final class EchoScript {

    /** Strict base64 of 32 bytes: passes the guard, and means nothing. */
    public static final String KEY = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";

    public static final long PAGE_WITHOUT_CONTENT = 1;
    public static final long PAGE_THAT_ABORTS = 2;
    public static final long PAGE_THAT_HANGS = 3;
    public static final long PAGE_OF_300_MS = 4;

    /** One byte more than an answer may have. */
    public static final long PAGE_TOO_LARGE = 5;

    /** As many bytes as an answer may have, so that what comes around them makes the frame too large. */
    public static final long PAGE_AS_LARGE_AS_A_FRAME = 6;

    private EchoScript() {}

    public static EncryptedPayload echo(String text) {
        return payload("echo:" + text);
    }

    public static EncryptedPayload refusedWith(int code) {
        return payload("code:" + code + "........");
    }

    public static EncryptedPayload withoutContent() {
        return payload("null:........");
    }

    public static EncryptedPayload aborting() {
        return payload("abort:.......");
    }

    public static EncryptedPayload hanging() {
        return payload("hang:........");
    }

    public static EncryptedPayload exiting() {
        return payload("exit:........");
    }

    public static EncryptedPayload lasting(int millis) {
        return payload("sleep:" + millis + "........");
    }

    public static EncryptedPayload printing(String text) {
        return payload("print:" + text);
    }

    public static EncryptedPayload accessingWrongMemory() {
        return payload("segv:........");
    }

    /** Its plaintext is one byte more than an answer may have. */
    public static EncryptedPayload ofTooLargePlaintext() {
        return payload("large:.......");
    }

    public static List<EncryptedPayload> echoes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> echo("payload " + i + " of the batch"))
                .toList();
    }

    public static EncryptedPayload payload(String message) {
        return new EncryptedPayload(KEY, message);
    }
}
