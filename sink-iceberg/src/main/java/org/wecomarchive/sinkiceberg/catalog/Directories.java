package org.wecomarchive.sinkiceberg.catalog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Directories whose entries are on the disk. */
final class Directories {

    private Directories() {}

    /** Makes a directory and those above it that are missing. */
    static void createDurably(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            createDurably(parent);
        }
        // A directory that somebody else made meanwhile is as good; this one fails for a file in its place.
        Files.createDirectories(directory);
        if (parent != null) {
            force(parent);
        }
    }

    /** Forces the directory's entries to the disk. */
    static void force(Path directory) throws IOException {
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
