package org.wecomarchive.quickstart.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the last run of this checkout keeps its stores, so that {@code bin/search} and {@code bin/sql} need not be told.
 *
 * <p>Shape: {@code quickstart/target/last-directory}, one line with an absolute path.
 *
 * @param file that file
 */
public record LastRun(Path file) {

    /** Of the checkout that the command belongs to: the system property {@code quickstart.home}. */
    public static LastRun here() {
        Path home = Path.of(System.getProperty("quickstart.home", "."));
        return new LastRun(home.resolve(Path.of("quickstart", "target", "last-directory")));
    }

    public void remember(Path directory) throws IOException {
        Files.writeString(file, directory + "\n");
    }

    /**
     * The directory to look at.
     *
     * @param given what the user named
     * @throws UsageException if there is none
     */
    public Path directory(Optional<Path> given) throws IOException, UsageException {
        if (given.isEmpty() && !Files.exists(file)) {
            throw new UsageException("There was no run of bin/quickstart yet; name its directory with --dir.");
        }
        Path directory = given.isPresent()
                ? given.get().toAbsolutePath().normalize()
                : Path.of(Files.readString(file).strip());
        if (!Files.exists(directory.resolve("lock"))) {
            throw new UsageException(
                    given.isPresent()
                            ? "The option --dir names " + directory + ", which is not of a run of bin/quickstart."
                            : "The directory of the last run, " + directory
                                    + ", is gone; give bin/quickstart a --dir to keep it.");
        }
        return directory;
    }
}
