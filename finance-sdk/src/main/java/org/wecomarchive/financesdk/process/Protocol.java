package org.wecomarchive.financesdk.process;

import org.wecomarchive.financesdk.FinanceSdk;

/**
 * Constants of the pipe between this JVM and the process that hosts the library; both ends are always of one build.
 *
 * <p><b>Shape</b> (big endian). Frame: {@code int} length of the rest, {@code int} call id, {@code byte} kind, the ordinal of a {@link Request} or an
 * {@link Answer}, {@code int}
 * length of the content, body, content. The content is a page or a chunk, which is never copied on its way. Text and bytes in
 * a body: {@code int} length, then the bytes, text in UTF-8. An answer carries the id of its request; answers come in
 * any order.
 */
final class Protocol {

    static final int MAGIC = 0x57434653;
    static final int VERSION = 2;

    /** Bytes of a frame after its length and before its body. */
    static final int HEADER_BYTES = 9;

    /**
     * A page of 1000 long messages is a few MB, a single raw record at most 8 MiB. A larger answer would not fit into the host's
     * heap and is replaced by a failure that says so; a larger frame is damage.
     */
    static final int MAX_FRAME_BYTES = FinanceSdk.MAX_ANSWER_BYTES;

    /** What a request asks for. */
    enum Request {
        /** magic, version, library: text. The first frame. Answer: empty, or {@link Answer#UNUSABLE}. */
        HELLO,
        /** count, then key and message of each payload. Answer: the outcomes in order. */
        DECRYPT,
        /** session id, corp id, secret, proxy, proxy credentials: text, timeout: long, ms. Answer: empty. */
        OPEN,
        /** session id, seq: long, limit. Answer: nothing but the page as content. */
        PAGE,
        /** session id, file id, index: text. Answer: last: byte, next index: text, and the chunk as content. */
        MEDIA,
        /** session id. Not answered. */
        CLOSE,
        /** Nothing. Not answered: the process destroys what it holds and ends. */
        BYE
    }

    /** How a request ended. Every answer's body begins with the live sdks, slices and media: three {@code int}. */
    enum Answer {
        /** What the request says. */
        DONE,
        /** function: text, code: int, failure class: text, remedy: text. */
        FAILED,
        /** message: text. */
        UNUSABLE
    }

    private Protocol() {}
}
