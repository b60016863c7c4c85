package org.wecomarchive.testkit.registry;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Directory that Apicurio's distribution is unpacked in: {@code apicurio-registry-app-*-runner.jar} and {@code lib/}.
 *
 * @param directory holds the runner jar
 */
record RegistryHome(Path directory) {

    /** System property that names the directory. */
    static final String PROPERTY = "wecom.registry.home";

    private static final String RUNNER_JAR = "apicurio-registry-app-*-runner.jar";

    /**
     * The directory in the system property {@value #PROPERTY}, else the one Maven unpacks it in: {@code registry} beside
     * our jar or classes, or {@code testkit/target/registry} of the checkout that our jar lies in.
     *
     * @throws IllegalStateException if there is none
     */
    static RegistryHome locate() {
        return locate(Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of), codeSource());
    }

    static RegistryHome locate(Optional<Path> configured, Path ours) {
        Stream<Path> unpacked = Stream.concat(
                Stream.of(ours.resolveSibling("registry")),
                Stream.iterate(ours.getParent(), Objects::nonNull, Path::getParent)
                        .map(ancestor -> ancestor.resolve(Path.of("testkit", "target", "registry"))));
        return configured
                .map(Stream::of)
                .orElse(unpacked)
                .filter(candidate -> runnerJar(candidate).isPresent())
                .findFirst()
                .map(RegistryHome::new)
                .orElseThrow(() -> new IllegalStateException("no registry distribution "
                        + configured.map(path -> "in " + path).orElse("near " + ours)
                        + ": build the module testkit, or set the system property " + PROPERTY));
    }

    /** Class path of the registry's JVM: Apicurio, whose manifest names its libraries, and our launcher. */
    String classPath() {
        return runnerJar(directory).orElseThrow() + File.pathSeparator + codeSource();
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

    private static Path codeSource() {
        try {
            return Path.of(RegistryHome.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("our own classes are not in a file", e);
        }
    }
}
