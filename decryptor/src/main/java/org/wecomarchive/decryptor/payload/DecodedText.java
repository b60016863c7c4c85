package org.wecomarchive.decryptor.payload;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * The text of bytes that should be UTF-8.
 *
 * @param text with U+FFFD in place of malformed bytes
 * @param malformed how many bytes are malformed
 */
record DecodedText(String text, int malformed) {

    static DecodedText of(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        int malformed = 0;
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            malformed += result.length();
            in.position(in.position() + result.length());
            out.put('\uFFFD');
            result = decoder.decode(in, out, true);
        }
        decoder.flush(out);
        return new DecodedText(out.flip().toString(), malformed);
    }
}
