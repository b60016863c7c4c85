package org.wecomarchive.testkit.kafka;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.wecomarchive.testkit.server.Jdk;
import org.wecomarchive.testkit.server.ServerJvm;
import org.wecomarchive.testkit.server.ServerKind;
import org.wecomarchive.testkit.server.ServerProcess;

/**
 * A release of which we have no class: each node is a process, and says what it does in {@code kafka.log} beside its storage.
 *
 * @param home holds its jars in {@code lib}
 */
record KafkaProcesses(Path home) implements KafkaRelease {

    private static final int ANSWER_SECONDS = 5;

    @Override
    public void format(Path logDir, Properties settings, String clusterId) throws IOException {
        Path settingsFile = write(settings, logDir);
        Process storageTool = new ProcessBuilder(
                        Jdk.ours().java().toString(),
                        "-cp",
                        classPath(),
                        "kafka.tools.StorageTool",
                        "format",
                        "-t",
                        clusterId,
                        "-c",
                        settingsFile.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(storageTool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (exitCode(storageTool) != 0) {
            throw new IOException("cannot format " + logDir + ": " + said);
        }
    }

    @Override
    public Node start(Path logDir, Properties settings) {
        try {
            Path settingsFile = write(settings, logDir);
            int port = URI.create(settings.getProperty("advertised.listeners")).getPort();
            ServerProcess process = ServerProcess.startAt(port, folder(logDir), kind(settingsFile));
            return process::close;
        } catch (IOException e) {
            throw new IllegalStateException("a node of " + home + " does not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Kafka starts", e);
        }
    }

    private ServerKind kind(Path settingsFile) {
        ServerJvm jvm = new ServerJvm(
                List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.net.preferIPv4Stack=true"),
                classPath(),
                "kafka.Kafka",
                List.of(settingsFile.toString()));
        return new ServerKind("kafka", "", (directory, port) -> jvm, KafkaProcesses::serves);
    }

    private String classPath() {
        return home.resolve("lib") + File.separator + "*";
    }

    /** Whether the cluster counts the node of this address. */
    private static boolean serves(URI url) throws InterruptedException {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", url.getAuthority(),
                "default.api.timeout.ms", ANSWER_SECONDS * 1000,
                "request.timeout.ms", ANSWER_SECONDS * 1000);
        try (Admin admin = Admin.create(settings)) {
            return admin.describeCluster().nodes().get(ANSWER_SECONDS, TimeUnit.SECONDS).stream()
                    .anyMatch(node -> node.port() == url.getPort());
        } catch (ExecutionException | TimeoutException notUpYet) {
            return false;
        }
    }

    private static Path write(Properties settings, Path logDir) throws IOException {
        Path file = Files.createDirectories(folder(logDir)).resolve("node.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        return file;
    }

    /** Not in the storage itself, which holds nothing but Kafka's own files. */
    private static Path folder(Path logDir) {
        return logDir.resolveSibling("of-" + logDir.getFileName());
    }

    private static int exitCode(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Kafka's storage is made", e);
        }
    }
}
