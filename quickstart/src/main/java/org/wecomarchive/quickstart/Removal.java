package org.wecomarchive.quickstart;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Removes a directory under a server that may still write into it: what comes meanwhile goes in the next round. */
final class Removal {

    private static final int ROUNDS = 20;

    private Removal() {}

    /** Removes the file or directory, if it is there. */
    static void of(Path root) {
        but(root, List.of());
    }

    /** Removes all but what is named, and the directories above that. */
    static void but(Path root, List<Path> kept) {
        for (int round = 0; round < ROUNDS && Files.exists(root); round++) {
            try {
                Files.walkFileTree(root, new Remover(kept));
                return;
            } catch (IOException e) {
                Failure.log(e);
            }
        }
    }

    private static final class Remover extends SimpleFileVisitor<Path> {

        private final List<Path> kept;

        Remover(List<Path> kept) {
            this.kept = kept;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return kept.contains(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!kept.contains(file)) {
                Files.deleteIfExists(file);
            }
            return FileVisitResult.CONTINUE;
        }

        /** Gone already. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            boolean above = kept.stream().anyMatch(path -> path.startsWith(directory) && Files.exists(path));
            if (!above) {
                Files.deleteIfExists(directory);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
