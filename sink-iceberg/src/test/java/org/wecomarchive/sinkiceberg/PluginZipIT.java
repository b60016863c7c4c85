package org.wecomarchive.sinkiceberg;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.sinkiceberg.cold.Chats;
import org.wecomarchive.sinkiceberg.write.RowKey;
import org.wecomarchive.testkit.connect.ConnectRest;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.kafka.LoopbackPorts;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.shared.SharedServers;

/** The zip on workers that have nothing of ours but the zip, and that are killed. */
@ExtendWith(SharedServers.class)
@Timeout(180)
final class PluginZipIT {

    /** Of the class path only what a worker brings. */
    private static final Pattern WORKERS = Pattern.compile(
            ".*/(kafka|connect|org/apache/kafka|jetty|jersey|jakarta|javax|jackson|slf4j|zstd|lz4|snappy|hk2|glassfish|re2j"
                    + "|jose4j|classgraph|plexus|maven|commons|aopalliance|javassist|reload4j|swagger|bitbucket|hdrhistogram"
                    + "|argparse4j|metrics|eclipse|fasterxml)[/-].*");

    private static final Pattern OURS = Pattern.compile(
            ".*/(iceberg|parquet|hadoop|awssdk|sqlite-jdbc|postgresql|orc|roaringbitmap|avro|flink|caffeine|testkit)[/-].*"
                    + "|.*/target/.*");

    @TempDir
    static Path directory;

    @Test
    void storesEachEventOnceAlthoughItsWorkerIsKilled(SecuredKafka cluster, RegistryServer registry) throws Exception {
        EmbeddedKafka kafka = cluster.cluster();
        Path plugins = unzip(directory.resolve("plugins"));
        List<ChatEvent> events = LongStream.rangeClosed(1, 4000)
                .mapToObj(seq -> Chats.event("ww1", seq))
                .toList();
        try (SinkRig rig = new SinkRig("zip", kafka.bootstrapServers(), registry.url(), directory)) {
            rig.publish(Delivery.LIVE, events.subList(0, 2000));

            Worker killed = start(plugins, kafka.bootstrapServers());
            killed.rest().putConnector("cold", rig.config());
            rig.awaitRows(1);
            rig.publish(Delivery.LIVE, events.subList(2000, 4000));
            killed.kill();
            Worker next = start(plugins, kafka.bootstrapServers());
            List<RowKey> rows = rig.awaitRows(4000);
            next.kill();

            assertThat(rows)
                    .isEqualTo(events.stream()
                            .map(event -> new RowKey(event.getCorpId(), event.getSeq()))
                            .toList());
        }
    }

    /** A worker in a process of its own. */
    private record Worker(Process process, ConnectRest rest) {

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static Worker start(Path plugins, String bootstrapServers) throws IOException {
        int port = LoopbackPorts.free();
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "bootstrap.servers", bootstrapServers,
                "group.id", "plugin",
                "listeners", "http://127.0.0.1:" + port,
                "plugin.path", plugins.toString(),
                "plugin.discovery", "service_load",
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "org.apache.kafka.connect.storage.StringConverter",
                "session.timeout.ms", "6000",
                "heartbeat.interval.ms", "2000",
                "offset.storage.partitions", "3"));
        settings.put("scheduled.rebalance.max.delay.ms", "0");
        for (String topic : List.of("config", "offset", "status")) {
            settings.put(topic + ".storage.topic", "plugin-" + topic);
            settings.put(topic + ".storage.replication.factor", "1");
        }
        Path file = directory.resolve("worker-" + port + ".properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        classPath(),
                        "org.apache.kafka.connect.cli.ConnectDistributed",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "plugin-worker.log").toFile())
                .start();
        return new Worker(process, new ConnectRest(URI.create("http://127.0.0.1:" + port)));
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
}
