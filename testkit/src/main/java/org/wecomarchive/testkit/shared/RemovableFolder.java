package org.wecomarchive.testkit.shared;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that goes with all that is in it when it is closed. */
record RemovableFolder(Path path) implements AutoCloseable {

    @Override
    public void close() throws IOException {
        List<Path> contentFirst;
        try (Stream<Path> all = Files.walk(path)) {
            contentFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path one : contentFirst) {
            Files.deleteIfExists(one);
        }
    }
}
