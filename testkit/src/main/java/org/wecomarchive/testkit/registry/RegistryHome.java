package org.wecomarchive.testkit.registry;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Directory that Apicurio's distribution is unpacked in: {@code apicurio-registry-app-*-runner.jar} and {@code lib/}.
 *
 * @param directory holds exactly one runner jar
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
        String configured = System.getProperty(PROPERTY);
        if (configured != null) {
            return new RegistryHome(Path.of(configured));
        }
        Path ours = codeSource();
        return Stream.iterate(ours.getParent(), parent -> parent != null, Path::getParent)
                .flatMap(parent -> Stream.of(parent.resolve("registry"), parent.resolve("testkit/target/registry")))
                .filter(candidate -> Files.isDirectory(candidate.resolve("lib")))
                .findFirst()
                .map(RegistryHome::new)
                .orElseThrow(() -> new IllegalStateException("no registry distribution near " + ours
                        + ": build the module testkit or set the system property " + PROPERTY));
    }

    /** Class path of the registry's JVM: Apicurio, whose manifest names its libraries, and our launcher. */
    String classPath() throws IOException {
        return runnerJar() + File.pathSeparator + codeSource();
    }

    private Path runnerJar() throws IOException {
        try (Stream<Path> jars = Files.list(directory)) {
            List<Path> found = jars.filter(jar -> jar.getFileSystem()
                            .getPathMatcher("glob:" + RUNNER_JAR)
                            .matches(jar.getFileName()))
                    .toList();
            if (found.size() != 1) {
                throw new IllegalStateException(
                        "expected one " + RUNNER_JAR + " in " + directory + ", found " + found.size());
            }
            return found.get(0);
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
