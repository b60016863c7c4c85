package org.wecomarchive.quickstart.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes a directory under a server that may still write into it: what comes meanwhile goes in the next round. */
final class Removal {

    private static final Logger log = LoggerFactory.getLogger(Removal.class);
    private static final int ROUNDS = 20;

    private Removal() {}

    /** Removes the file or directory, if it is there. */
    static void of(Path root) {
        for (int round = 0; round < ROUNDS && Files.exists(root); round++) {
            try {
                Utils.delete(root.toFile());
            } catch (IOException e) {
                log.warn(
                        "{} is not removed in one round: {}", root, e.getClass().getSimpleName());
            }
        }
    }

    /** Removes all of the directory but what is named, and the directories above that. */
    static void but(Path root, List<Path> kept) throws IOException {
        if (kept.contains(root)) {
            return;
        }
        if (kept.stream().noneMatch(path -> path.startsWith(root) && Files.exists(path))) {
            of(root);
            return;
        }
        try (Stream<Path> children = Files.list(root)) {
            for (Path child : children.toList()) {
                but(child, kept);
            }
        }
    }
}
