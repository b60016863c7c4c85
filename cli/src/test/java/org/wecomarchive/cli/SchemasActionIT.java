package org.wecomarchive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.Erasure;
import org.wecomarchive.schemas.Gap;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.SdkCalls;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RecordSerde;
import org.wecomarchive.serde.RegistryConfig;
import org.wecomarchive.testkit.registry.RegistryServer;

@Timeout(600)
final class SchemasActionIT {

    @TempDir
    Path directory;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void letsThePipelineStartWhereItMayNotRegister() throws Exception {
        Topics topics = new Topics("site.chat");
        try (RegistryServer registry = RegistryServer.start(directory.resolve("registry"))) {
            Path settings = settings("schema.registry.url=" + registry.url(), "topic.prefix=site.chat");

            assertThat(register(settings)).isZero();
            assertThat(register(settings)).isZero();

            prepare(registry, RawRecord.class, topics.raw());
            prepare(registry, ChatEvent.class, topics.events());
            prepare(registry, Gap.class, topics.gaps());
            prepare(registry, SdkCalls.class, topics.calls());
            prepare(registry, Erasure.class, topics.erasures());
            prepare(registry, Erasure.class, topics.erased());
            prepare(registry, Command.class, topics.commands());
            assertThat(output.toString().lines().distinct()).hasSize(7);
        }
    }

    @Test
    void saysThatTheRegistryIsAway() throws Exception {
        Path settings = settings("schema.registry.url=http://127.0.0.1:1", "schema.registry.retry.timeout.ms=0");

        assertThat(register(settings)).isEqualTo(3);
        assertThat(errors.toString()).contains("http://127.0.0.1:1");
    }

    @Test
    void saysWhichSettingIsWrong() throws Exception {
        assertThat(register(settings("topic.prefix=x"))).isEqualTo(2);
        assertThat(errors.toString()).contains("schema.registry.url");
        assertThat(register(directory.resolve("absent"))).isEqualTo(2);
    }

    private int register(Path settings) {
        String[] arguments = {"schemas", "register", "--config", settings.toString()};
        return ArchivectlMain.run(arguments, new PrintWriter(output, true), new PrintWriter(errors, true));
    }

    private Path settings(String... lines) throws IOException {
        return Files.writeString(
                directory.resolve("site.properties"),
                "kafka.bootstrap.servers=127.0.0.1:1\n" + String.join("\n", lines));
    }

    private static <T extends SpecificRecord> void prepare(RegistryServer registry, Class<T> type, String topic) {
        try (RecordSerde<T> serde = RecordSerde.of(type, topic, Map.of(RegistryConfig.URL, registry.url()))) {
            serde.prepare();
        }
    }
}
