package org.wecomarchive.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
import org.wecomarchive.testkit.registry.RegistryServer;

@Timeout(120)
final class RegisterSchemasIT {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void letsThePipelineStartWhereItMayNotRegister() throws Exception {
        Topics topics = new Topics("site.chat");
        try (RegistryServer registry = RegistryServer.start(directory.resolve("registry"))) {
            Path settings = settings("schema.registry.url=" + registry.url(), "topic.prefix=site.chat");

            assertThat(run(settings.toString())).isZero();
            assertThat(run(settings.toString())).isZero();

            prepare(registry, RawRecord.class, topics.raw());
            prepare(registry, ChatEvent.class, topics.events());
            prepare(registry, Gap.class, topics.gaps());
            prepare(registry, SdkCalls.class, topics.calls());
            prepare(registry, Erasure.class, topics.erasures());
            prepare(registry, Erasure.class, topics.erased());
            prepare(registry, Command.class, topics.commands());
            assertThat(output.toString(StandardCharsets.UTF_8).lines().distinct())
                    .hasSize(7);
        }
    }

    @Test
    void saysThatTheRegistryIsAway() throws Exception {
        Path settings = settings("schema.registry.url=http://127.0.0.1:1", "schema.registry.retry.timeout.ms=0");

        assertThat(run(settings.toString())).isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("http://127.0.0.1:1");
    }

    @Test
    void saysWhichSettingIsWrong() throws Exception {
        assertThat(run(settings("topic.prefix=x").toString())).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("schema.registry.url");
        assertThat(run()).isEqualTo(2);
        assertThat(run(directory.resolve("absent").toString())).isEqualTo(2);
    }

    private int run(String... args) {
        return RegisterSchemas.run(
                args,
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    private Path settings(String... lines) throws IOException {
        return Files.writeString(directory.resolve("site.properties"), String.join("\n", lines));
    }

    private static <T extends SpecificRecord> void prepare(RegistryServer registry, Class<T> type, String topic) {
        try (RecordSerde<T> serde = RecordSerde.of(type, Map.of(RegistryConfig.URL, registry.url()))) {
            serde.prepare(topic);
        }
    }
}
