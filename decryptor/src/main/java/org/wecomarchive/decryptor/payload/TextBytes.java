package org.wecomarchive.decryptor.payload;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;

/** How large texts are in an event. */
final class TextBytes {

    private TextBytes() {}

    /** Bytes in UTF-8; null counts nothing. */
    static long of(String... texts) {
        return Stream.of(texts)
                .filter(Objects::nonNull)
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
