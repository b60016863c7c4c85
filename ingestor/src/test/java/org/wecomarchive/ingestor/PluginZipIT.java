package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.simulator.library.SimulatorLibrary;
import org.wecomarchive.testkit.connect.ConnectRest;
import org.wecomarchive.testkit.kafka.LoopbackPorts;

/** The zip on a worker that has nothing of ours but the zip. */
@Timeout(180)
@ExtendWith(ServersExtension.class)
final class PluginZipIT {

    private static final Pattern OURS = Pattern.compile(
            ".*/(schemas|serde|egress|finance-sdk|ingestor|simulator|registry-client)/target/.*|.*/(avro|jna|guava)/.*|.*/flink/.*");

    @TempDir
    static Path directory;

    @Test
    void holdsNothingThatAWorkerBrings() throws Exception {
        List<String> jars = jars(unzip(directory.resolve("content")));

        assertThat(jars)
                .anyMatch(jar -> jar.startsWith("ingestor-"))
                .anyMatch(jar -> jar.startsWith("finance-sdk-"))
                .anyMatch(jar -> jar.startsWith("egress-"));
        assertThat(jars)
                .noneMatch(jar -> jar.matches("(kafka|connect|slf4j|zstd|lz4|snappy|flink|simulator|testkit).*"));
    }

    @Test
    void runsInIsolationWithServiceLoading(Servers servers, Rig rig) throws Exception {
        Path plugins = directory.resolve("plugins");
        unzip(plugins);
        Optional<Path> library = SimulatorLibrary.install(
                Files.createDirectories(directory.resolve("library")),
                rig.server().address());
        assumeTrue(library.isPresent(), "no C compiler, so there is no library to load");
        rig.tenant().grow(50);
        Map<String, String> config = rig.config();
        config.put("sdk.library", library.orElseThrow().toString());
        config.put("sdk.isolation", "process");

        int port = LoopbackPorts.free();
        Process worker = start(plugins, servers.bootstrapServers(), port);
        try {
            new ConnectRest(URI.create("http://127.0.0.1:" + port)).putConnector("plugin", config);

            assertThat(rig.awaitRaw(50)).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(0));
        } finally {
            worker.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static Process start(Path plugins, String bootstrapServers, int port) throws IOException {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "bootstrap.servers", bootstrapServers,
                "group.id", "plugin",
                "listeners", "http://127.0.0.1:" + port,
                "exactly.once.source.support", "enabled",
                "plugin.path", plugins.toString(),
                "plugin.discovery", "service_load",
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "org.apache.kafka.connect.storage.StringConverter",
                "offset.storage.partitions", "3"));
        for (String topic : List.of("config", "offset", "status")) {
            settings.put(topic + ".storage.topic", "plugin-" + topic);
            settings.put(topic + ".storage.replication.factor", "1");
        }
        Path file = directory.resolve("worker.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !OURS.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        "org.apache.kafka.connect.cli.ConnectDistributed",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "plugin-worker.log").toFile())
                .start();
    }

    private static Path unzip(Path into) throws IOException {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            Path zip = built.filter(file -> file.toString().endsWith(".zip"))
                    .findFirst()
                    .orElseThrow();
            try (ZipInputStream content = new ZipInputStream(Files.newInputStream(zip))) {
                for (ZipEntry entry = content.getNextEntry(); entry != null; entry = content.getNextEntry()) {
                    copy(content, entry, into.resolve(entry.getName()));
                }
            }
        }
        return into;
    }

    private static void copy(InputStream content, ZipEntry entry, Path target) throws IOException {
        Files.createDirectories(entry.isDirectory() ? target : target.getParent());
        if (!entry.isDirectory()) {
            Files.copy(content, target);
        }
    }

    private static List<String> jars(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
        }
    }
}
