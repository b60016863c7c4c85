package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.connect.cli.ConnectStandalone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.testkit.connect.ConnectRest;
import org.wecomarchive.testkit.server.LoopbackPorts;

/** Kafka's connect-standalone checks nothing of {@code exactly.once.support} and gives a task no transactions. */
@Timeout(600)
@ExtendWith(ServersExtension.class)
final class StandaloneIT {

    @TempDir
    Path directory;

    @Test
    void publishesNothingWithoutTransactions(Servers servers, IngestorFixture fixture) throws Exception {
        fixture.tenant().grow(30);
        Map<String, String> config = fixture.config();
        config.put("name", fixture.connector());
        int port = LoopbackPorts.free();
        Process worker = start(worker(servers, port), config);
        try {
            String trace = IngestorFixture.awaitFailure(
                    new ConnectRest(URI.create("http://127.0.0.1:" + port)), fixture.connector());

            assertThat(trace).contains("FatalIngestException", "connect-standalone has no transactions");
            assertThat(fixture.records(fixture.topics().raw())).isEmpty();
        } finally {
            worker.destroyForcibly().waitFor();
        }
    }

    private Map<String, String> worker(Servers servers, int port) {
        return Map.of(
                "bootstrap.servers", servers.bootstrapServers(),
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
                "offset.storage.file.filename", directory.resolve("offsets").toString(),
                "exactly.once.source.support", "enabled",
                "plugin.discovery", "service_load",
                "listeners", "http://127.0.0.1:" + port);
    }

    private Process start(Map<String, String> worker, Map<String, String> connector) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ConnectStandalone.class.getName(),
                        write("worker.properties", worker),
                        write("connector.properties", connector))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("worker.log").toFile())
                .start();
    }

    private String write(String name, Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        Path file = directory.resolve(name);
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        }
        return file.toString();
    }
}
