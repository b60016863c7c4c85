package org.wecomarchive.decryptor.keyring;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of a small file as editors and tools on any system write it. */
final class WrittenText {

    private static final Pattern PEM_BOUNDARY = Pattern.compile("-----(?:BEGIN|END) [A-Z0-9 ]+-----");
    static final char BYTE_ORDER_MARK = '\uFEFF';

    private WrittenText() {}

    /**
     * PEM with each boundary on a line of its own, without blanks around lines and without empty lines. Line breaks of
     * any kind, and {@code \n} in two characters, as it comes out of JSON, count.
     */
    static String pem(byte[] bytes) {
        String text = new String(bytes, charset(bytes))
                .replaceFirst("^" + BYTE_ORDER_MARK, "")
                .replace("\\r", "")
                .replace("\\n", "\n");
        return PEM_BOUNDARY
                .matcher(text)
                .replaceAll("\n$0\n")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** UTF-8, or UTF-16 that is known by its byte order mark or its zeros. */
    static Charset charset(byte[] bytes) {
        int first = bytes.length < 2 ? 1 : bytes[0] & 0xFF;
        int second = bytes.length < 2 ? 1 : bytes[1] & 0xFF;
        if ((first == 0xFE && second == 0xFF) || first == 0) {
            return StandardCharsets.UTF_16BE;
        }
        return (first == 0xFF && second == 0xFE) || second == 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
    }
}
