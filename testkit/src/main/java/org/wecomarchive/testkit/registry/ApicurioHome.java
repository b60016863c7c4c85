package org.wecomarchive.testkit.registry;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.wecomarchive.testkit.server.BuiltFolder;
import org.wecomarchive.testkit.server.InstalledJdks;
import org.wecomarchive.testkit.server.Jdk;
import org.wecomarchive.testkit.server.ServerJvm;

/**
 * Apicurio's distribution as Maven unpacks it: 2.6, or 3.x, which needs a newer Java and names its settings otherwise.
 *
 * @param folder holds {@code apicurio-registry-app-<version>-runner.jar} or, from 3.0 on, {@code quarkus-run.jar}
 */
record ApicurioHome(Path folder) {

    private static final Pattern RUNNER_JAR = Pattern.compile("apicurio-registry-app-.*-runner\\.jar");
    private static final String RUNNER_MAIN = "io.quarkus.runner.GeneratedMain";
    private static final String LATER_JAR = "quarkus-run.jar";
    private static final String LATER_MAIN = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";
    private static final int JAVA_OF_LATER = 21;

    private static final BuiltFolder BUILT = new BuiltFolder(
            "wecom.registry.home", Path.of("testkit", "target", "registry"), folder -> new ApicurioHome(folder)
                    .isComplete());

    /**
     * The one of the folder that the system property {@code wecom.registry.home} names, otherwise of the checkout.
     *
     * @throws IllegalStateException if there is none
     */
    static ApicurioHome chosen() {
        return new ApicurioHome(BUILT.locate());
    }

    /** Its schemas lie in {@code registry.mv.db} of the directory. */
    ServerJvm jvm(Path directory, int port) {
        // WRITE_DELAY=0: a schema that was answered with an id is on disk.
        String database = "jdbc:h2:file:" + directory.resolve("registry") + ";WRITE_DELAY=0";
        List<String> common = List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port);
        // Their manifests name their libraries.
        return runnerJar()
                .map(jar -> new ServerJvm(
                        Stream.concat(
                                        common.stream(),
                                        Stream.of(
                                                "-Xmx192m",
                                                "-Dquarkus.datasource.jdbc.url=" + database,
                                                "-Dquarkus.datasource.jdbc.initial-size=1",
                                                "-Dquarkus.datasource.jdbc.min-size=1",
                                                "-Dquarkus.datasource.jdbc.max-size=8"))
                                .toList(),
                        jar.toString(),
                        RUNNER_MAIN,
                        List.of()))
                .orElseGet(() -> new ServerJvm(
                        newerJava(),
                        Stream.concat(
                                        common.stream(),
                                        Stream.of(
                                                "-Xmx384m",
                                                "-Dapicurio.storage.kind=sql",
                                                "-Dapicurio.storage.sql.kind=h2",
                                                "-Dapicurio.datasource.url=" + database))
                                .toList(),
                        folder.resolve(LATER_JAR).toString(),
                        LATER_MAIN,
                        List.of()));
    }

    private boolean isComplete() {
        return runnerJar().isPresent() || Files.isRegularFile(folder.resolve(LATER_JAR));
    }

    private Optional<File> runnerJar() {
        File[] jars =
                folder.toFile().listFiles((in, name) -> RUNNER_JAR.matcher(name).matches());
        return jars == null ? Optional.empty() : Arrays.stream(jars).findFirst();
    }

    private static Jdk newerJava() {
        return InstalledJdks.ofAtLeast(JAVA_OF_LATER)
                .orElseThrow(
                        () -> new IllegalStateException("Apicurio 3 needs Java " + JAVA_OF_LATER + ": none was found"));
    }
}
