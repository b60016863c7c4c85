package org.wecomarchive.simulator.fault;

import java.util.Arrays;

/** Everything that can go wrong on demand; the module's README has the table. */
public enum FaultKind {
    /** {@code GetChatData} returns this code. */
    CODE("code", Target.PAGE, Argument.RETURN_CODE),
    /** {@code GetChatData} returns 0 and an empty page with this errcode. */
    ERRCODE("errcode", Target.PAGE, Argument.ERRCODE),
    /** A page of more records than this is refused with errcode 301058. */
    TOO_LARGE("toolarge", Target.PAGE, Argument.COUNT),
    /** A page without the field {@code chatdata}. */
    NO_CHATDATA("no-chatdata", Target.PAGE, Argument.NONE),
    /** Bytes that are neither JSON nor UTF-8. */
    GARBAGE("garbage", Target.PAGE, Argument.NONE),
    /** The first half of the page. */
    TRUNCATED("truncated", Target.PAGE, Argument.NONE),
    /** The page is delayed by this duration. */
    LATENCY("latency", Target.PAGE, Argument.DURATION),
    /** {@code GetChatData} ends its process. */
    ABORT("abort", Target.PAGE, Argument.NONE),
    /** {@code GetChatData} never returns. */
    HANG("hang", Target.PAGE, Argument.NONE),
    /** A page from the oldest retained record, whatever seq was asked for. */
    BACKWARDS("backwards", Target.PAGE, Argument.NONE),
    /** The page's records with the highest seq first. */
    DESCENDING("descending", Target.PAGE, Argument.NONE),
    /** The page's first record twice. */
    REPEATED("repeated", Target.PAGE, Argument.NONE),
    /** The page's first record twice, the second time with other bytes. */
    REWRITTEN("rewritten", Target.PAGE, Argument.NONE),
    /** The tenant's clock moves forward by this duration before the page is made. */
    JUMP("jump", Target.PAGE, Argument.DURATION),

    /** {@code GetMediaData} returns this code. */
    MEDIA_CODE("media-code", Target.MEDIA, Argument.RETURN_CODE),
    /** The chunk is delayed by this duration. */
    MEDIA_LATENCY("media-latency", Target.MEDIA, Argument.DURATION),
    /** A chunk with a wrong byte, so that the file's MD5 is wrong. */
    MEDIA_GARBLED("media-garbled", Target.MEDIA, Argument.NONE),
    /** The first half of a chunk, which says that it is the last one. */
    MEDIA_TRUNCATED("media-truncated", Target.MEDIA, Argument.NONE),
    /** {@code GetMediaData} ends its process. */
    MEDIA_ABORT("media-abort", Target.MEDIA, Argument.NONE),
    /** {@code GetMediaData} never returns. */
    MEDIA_HANG("media-hang", Target.MEDIA, Argument.NONE),

    /** {@code DecryptData} ends its process. */
    PAYLOAD_ABORT("payload-abort", Target.PAYLOAD, Argument.NONE),
    /** {@code DecryptData} never returns. */
    PAYLOAD_HANG("payload-hang", Target.PAYLOAD, Argument.NONE),
    /** {@code DecryptData} returns this code. */
    PAYLOAD_CODE("payload-code", Target.PAYLOAD, Argument.RETURN_CODE),
    /** {@code encrypt_random_key} is not base64. */
    BROKEN_BASE64("broken-base64", Target.PAYLOAD, Argument.NONE),
    /** {@code encrypt_random_key} is base64 of too few bytes. */
    WRONG_RSA_LENGTH("wrong-rsa-length", Target.PAYLOAD, Argument.NONE),
    /** {@code encrypt_random_key} is under another RSA key. */
    WRONG_KEY("wrong-key", Target.PAYLOAD, Argument.NONE),
    /** {@code DecryptData} returns 10008. */
    REFUSED_KEY("refused-key", Target.PAYLOAD, Argument.NONE),
    /** {@code DecryptData} returns 10006. */
    REFUSED_MESSAGE("refused-message", Target.PAYLOAD, Argument.NONE),
    /** The plaintext is not JSON. */
    BAD_JSON("bad-json", Target.PAYLOAD, Argument.NONE),
    /** The plaintext has a character cut in half and an escape that JSON does not know, in one of its strings. */
    DAMAGED_TEXT("damaged-text", Target.PAYLOAD, Argument.NONE),
    /** A merged forward whose plaintext has at least this size. */
    FORWARDED("forwarded", Target.PAYLOAD, Argument.SIZE),
    /** As {@link #FORWARDED}, of a size that no consumer takes. */
    OVERSIZED("oversized", Target.PAYLOAD, Argument.SIZE);

    private final String text;
    private final Target target;
    private final Argument argument;

    FaultKind(String text, Target target, Argument argument) {
        this.text = text;
        this.target = target;
        this.argument = argument;
    }

    /** Its name in a plan. */
    public String text() {
        return text;
    }

    public Target target() {
        return target;
    }

    Argument argument() {
        return argument;
    }

    static FaultKind named(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no fault of this name"));
    }
}
