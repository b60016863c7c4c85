package org.wecomarchive.sinkelasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.wecomarchive.sinkelasticsearch.fixtures.Events;
import org.wecomarchive.sinkelasticsearch.fixtures.SearchServer;
import org.wecomarchive.testkit.connect.ConnectRest;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchServer;
import org.wecomarchive.testkit.kafka.LoopbackPorts;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.shared.SharedServers;

/** The zip on a worker that has nothing of ours but the zip. */
@ExtendWith(SharedServers.class)
@Timeout(180)
final class PluginZipIT {

    /** Of the class path only what a worker brings. */
    private static final Pattern WORKERS = Pattern.compile(
            ".*/(kafka|connect|org/apache/kafka|jetty|jersey|jakarta|javax|jackson|slf4j|zstd|lz4|snappy|hk2|glassfish|re2j"
                    + "|jose4j|classgraph|plexus|maven|commons|aopalliance|javassist|reload4j|swagger|bitbucket|hdrhistogram"
                    + "|argparse4j|metrics|eclipse|fasterxml)[/-].*");

    private static final Pattern OURS = Pattern.compile(
            ".*/(elastic|elasticsearch|httpcomponents|opentelemetry|parsson|json|avro|guava|flink|testcontainers|testkit"
                    + "|commons-codec|commons-logging|commons-io|commons-compress)[/-].*"
                    + "|.*/target/.*");

    @TempDir
    static Path directory;

    @Test
    void holdsWhatAWorkerDoesNotBringAndIndexesWithIt(
            SecuredKafka cluster, RegistryServer registry, ElasticsearchServer elasticsearch) throws Exception {
        Path plugins = unzip(directory.resolve("plugins"));
        String brokers = cluster.cluster().bootstrapServers();
        SearchServer search = new SearchServer(elasticsearch.url());
        int port = LoopbackPorts.free();
        try (SinkRig rig = new SinkRig("zip", brokers, registry.url(), elasticsearch.url())) {
            for (int seq = 0; seq < 50; seq++) {
                rig.publish(Events.text(seq, "第" + seq + "条消息"));
            }
            rig.publish(Events.recall(50, "m7", Events.SENT_AT.plusSeconds(60)));
            rig.flush();

            Process worker = start(plugins, brokers, port);
            try {
                new ConnectRest(URI.create("http://127.0.0.1:" + port)).putConnector(rig.connector(), rig.config());
                await().atMost(90, TimeUnit.SECONDS)
                        .ignoreExceptions()
                        .until(() -> search.count(rig.alias()) == 51
                                && search.document(rig.alias() + "-2026-11", Events.CORP + ":m7")
                                        .orElseThrow()
                                        .path("recalled")
                                        .asBoolean());
            } finally {
                worker.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
        assertThat(jars(plugins))
                .anyMatch(jar -> jar.startsWith("sink-elasticsearch-"))
                .noneMatch(jar -> jar.matches("(kafka|connect|slf4j|zstd|lz4|snappy|flink|testkit).*"));
    }

    private static Process start(Path plugins, String bootstrapServers, int port) throws IOException {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "bootstrap.servers", bootstrapServers,
                "group.id", "plugin",
                "listeners", "http://127.0.0.1:" + port,
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
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-cp",
                        classPath(),
                        "org.apache.kafka.connect.cli.ConnectDistributed",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "plugin-worker.log").toFile())
                .start();
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        WORKERS.matcher(entry).matches() && !OURS.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path unzip(Path into) throws IOException {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            Path zip = built.filter(file -> file.toString().endsWith(".zip"))
                    .findFirst()
                    .orElseThrow();
            try (InputStream bytes = Files.newInputStream(zip);
                    ZipInputStream content = new ZipInputStream(bytes)) {
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
