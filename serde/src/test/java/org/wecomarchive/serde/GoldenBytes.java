package org.wecomarchive.serde;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Bytes kept in files as hex digits; {@code #} starts a comment. */
final class GoldenBytes {

    private GoldenBytes() {}

    /** The bytes in {@code src/test/resources/golden/<name>.hex}. */
    static byte[] of(String name) {
        return of(Path.of("src", "test", "resources", "golden", name + ".hex"));
    }

    static byte[] of(Path file) {
        try {
            return HexFormat.of()
                    .parseHex(Files.readString(file).replaceAll("#.*", "").replaceAll("\\s", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
