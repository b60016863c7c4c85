package org.wecomarchive.financesdk.process;

import java.util.stream.Stream;
import org.wecomarchive.financesdk.FinanceSdk;

/**
 * Constants of the pipe between this JVM and the process that hosts the library; both ends are always of one build.
 *
 * <p><b>Shape</b> (big endian). Frame: {@code int} length of the rest, {@code int} call id, {@code byte} kind, {@code int}
 * length of the content, body, content. The content is a page or a chunk, which is never copied on its way. Text and bytes in
 * a body: {@code int} length, then the bytes, text in UTF-8. An answer carries the id of its request; answers come in
 * any order.
 */
final class Protocol {

    static final int MAGIC = 0x57434653;
    static final int VERSION = 1;

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
        HELLO(1),
        /** count, then key and message of each payload. Answer: the outcomes in order. */
        DECRYPT(2),
        /** session id, corp id, secret, proxy, proxy credentials: text, timeout: long, ms. Answer: empty. */
        OPEN(3),
        /** session id, seq: long, limit. Answer: nothing but the page as content. */
        PAGE(4),
        /** session id, file id, index: text. Answer: last: byte, next index: text, and the chunk as content. */
        MEDIA(5),
        /** session id. Not answered. */
        CLOSE(6),
        /** Nothing. Not answered: the process destroys what it holds and ends. */
        BYE(7);

        private final byte code;

        Request(int code) {
            this.code = (byte) code;
        }

        byte code() {
            return code;
        }

        static Request of(byte code) {
            return Stream.of(values())
                    .filter(kind -> kind.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown kind of frame: " + code));
        }
    }

    /** How a request ended. Every answer's body begins with the live sdks, slices and media: three {@code int}. */
    enum Answer {
        /** What the request says. */
        DONE(1),
        /** function: text, code: int, failure class: text, remedy: text. */
        FAILED(2),
        /** message: text. */
        UNUSABLE(3);

        private final byte code;

        Answer(int code) {
            this.code = (byte) code;
        }

        byte code() {
            return code;
        }

        static Answer of(byte code) {
            return Stream.of(values())
                    .filter(kind -> kind.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown kind of frame: " + code));
        }
    }

    private Protocol() {}
}
