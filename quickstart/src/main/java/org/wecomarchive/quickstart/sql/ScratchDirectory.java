package org.wecomarchive.quickstart.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Utils;

/**
 * A directory for files that must not outlive the program, for they may hold plaintext: removed when it is closed, and when the
 * program is ended by a signal other than KILL. Only its owner can read it.
 */
final class ScratchDirectory implements AutoCloseable {

    /** Whoever is interrupted may still make a file while they are removed. */
    private static final int PASSES = 100;

    private final Path path;
    private final Thread atTheEnd = new Thread(this::removeQuietly, "remove-scratch");

    private ScratchDirectory(Path path) {
        this.path = path;
    }

    static ScratchDirectory create(String prefix) throws IOException {
        ScratchDirectory directory = new ScratchDirectory(Files.createTempDirectory(prefix));
        Runtime.getRuntime().addShutdownHook(directory.atTheEnd);
        return directory;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (IllegalStateException ending) {
            // The hook runs, and finds nothing to do.
        }
    }

    private void removeQuietly() {
        for (int pass = 0; pass < PASSES && Files.exists(path); pass++) {
            try {
                remove();
            } catch (IOException filesCameMeanwhile) {
                Thread.onSpinWait();
            }
        }
        if (Files.exists(path)) {
            System.err.println(path + " could not be removed and may hold rows of the archive: remove it.");
        }
    }

    private void remove() throws IOException {
        if (Files.exists(path)) {
            Utils.delete(path.toFile());
        }
    }
}
