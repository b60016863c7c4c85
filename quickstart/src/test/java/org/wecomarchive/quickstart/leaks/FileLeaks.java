package org.wecomarchive.quickstart.leaks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks into files: logs, settings, segments, and what a crash may leave behind. */
final class FileLeaks {

    private static final Pattern CRASH_FILE = Pattern.compile("hs_err.*|core(\\..*)?|.*\\.(hprof|mdmp)|replay_pid.*");
    private static final Pattern MAY_HOLD_PLAINTEXT =
            Pattern.compile("wecom\\.archive\\.(events|dead-letters)\\.v1-\\d+");

    private final LeakReport report;

    FileLeaks(LeakReport report) {
        this.report = report;
    }

    /** All files below a directory but those where secrets live. */
    void lookBelow(Path dir, Set<String> secretPlaces) throws IOException {
        Predicate<Path> secret = file ->
                secretPlaces.stream().anyMatch(place -> dir.relativize(file).startsWith(Path.of(place)));
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file :
                    files.filter(Files::isRegularFile).filter(secret.negate()).toList()) {
                look(file);
            }
        }
    }

    /** Crash files beside the processes, as far as they are new. */
    void lookForCrashFiles(List<Path> dirs, FileTime since) throws IOException {
        for (Path dir : dirs) {
            try (Stream<Path> files = Files.list(dir)) {
                for (Path file : files.filter(FileLeaks::isCrashFile)
                        .filter(crash -> isNew(crash, since))
                        .toList()) {
                    look(file);
                }
            }
        }
    }

    void look(Path file) throws IOException {
        String place = file.getParent().getFileName().toString();
        boolean segment = file.getFileName().toString().endsWith(".log")
                && MAY_HOLD_PLAINTEXT.matcher(place).matches();
        try {
            report.look(
                    "the file " + place + "/" + file.getFileName(),
                    Files.readString(file, StandardCharsets.ISO_8859_1),
                    segment || isStored(file) ? Plaintext.ALLOWED : Plaintext.FORBIDDEN);
        } catch (NoSuchFileException gone) {
            // A server has removed it meanwhile.
        }
    }

    /** What the stores are for: Elasticsearch's indices, and the rows of the cold store. */
    private static boolean isStored(Path file) {
        return file.toString().contains("/search/data/") || file.toString().endsWith(".parquet");
    }

    private static boolean isCrashFile(Path file) {
        return Files.isRegularFile(file)
                && CRASH_FILE.matcher(file.getFileName().toString()).matches();
    }

    private static boolean isNew(Path file, FileTime since) {
        try {
            return Files.getLastModifiedTime(file).compareTo(since) >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException("no time of " + file, e);
        }
    }
}
