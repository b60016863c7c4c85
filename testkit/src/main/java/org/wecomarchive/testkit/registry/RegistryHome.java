package org.wecomarchive.testkit.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import org.wecomarchive.testkit.server.BuiltFolder;

/**
 * Directory that Apicurio's distribution is unpacked in: {@code apicurio-registry-app-*-runner.jar} and {@code lib/}.
 *
 * @param directory holds the runner jar
 */
record RegistryHome(Path directory) {

    /** System property that names the directory. */
    static final String PROPERTY = "wecom.registry.home";

    private static final String RUNNER_JAR = "apicurio-registry-app-*-runner.jar";

    private static final BuiltFolder FOLDER =
            new BuiltFolder(PROPERTY, Path.of("testkit", "target", "registry"), folder -> runnerJar(folder)
                    .isPresent());

    /**
     * The directory in the system property {@value #PROPERTY}, else the one Maven unpacks it in.
     *
     * @throws IllegalStateException if there is none
     */
    static RegistryHome locate() {
        return new RegistryHome(FOLDER.locate());
    }

    static RegistryHome locate(Optional<Path> configured, Path ours) {
        return new RegistryHome(FOLDER.locate(configured, ours));
    }

    /** Class path of the registry's JVM: Apicurio, whose manifest names its libraries. */
    String classPath() {
        return runnerJar(directory).orElseThrow().toString();
    }

    private static Optional<Path> runnerJar(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, RUNNER_JAR)) {
            Iterator<Path> found = jars.iterator();
            return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
