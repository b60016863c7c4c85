package org.wecomarchive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

            assertThat(schemas("check", settings)).isEqualTo(1);
            assertThat(said()).contains("7 differs").contains("site.chat.raw.v1-value  schema: missing");
            assertThat(schemas("register", settings, "--dry-run")).isZero();
            assertThat(said()).contains("7 planned");
            assertThat(register(settings)).isZero();
            assertThat(said()).contains("7 done").contains("done  site.chat.raw.v1-value  schema: RawRecord as id ");
            assertThat(register(settings)).isZero();
            assertThat(said()).contains("7 ok");
            assertThat(schemas("check", settings)).isZero();
            assertThat(said()).contains("7 ok");

            prepare(registry, RawRecord.class, topics.raw());
            prepare(registry, ChatEvent.class, topics.events());
            prepare(registry, Gap.class, topics.gaps());
            prepare(registry, SdkCalls.class, topics.calls());
            prepare(registry, Erasure.class, topics.erasures());
            prepare(registry, Erasure.class, topics.erased());
            prepare(registry, Command.class, topics.commands());
        }
    }

    @Test
    void namesALevelThatALaterReleaseCouldBreakAndTheCallThatMendsIt() throws Exception {
        try (RegistryServer registry = RegistryServer.start(directory.resolve("registry"))) {
            Path settings = settings("schema.registry.url=" + registry.url(), "topic.prefix=site.chat");
            assertThat(register(settings)).isZero();
            assertThat(put(registry.url() + "/config/site.chat.raw.v1-value", "BACKWARD"))
                    .isEqualTo(200);
            said();

            assertThat(schemas("check", settings)).isEqualTo(1);
            String told = said();
            assertThat(told)
                    .contains("differs  site.chat.raw.v1-value  compatibility: BACKWARD -> FULL_TRANSITIVE")
                    .contains("1 differs, 6 ok")
                    .contains("<schema.registry.url>/config/site.chat.raw.v1-value");
            assertThat(put(registry.url() + "/config/site.chat.raw.v1-value", "FULL_TRANSITIVE"))
                    .isEqualTo(200);

            assertThat(schemas("check", settings)).isZero();
        }
    }

    @Test
    void aSubjectWithSomebodyElsesSchemaIsLeftAndNothingIsRegistered() throws Exception {
        try (RegistryServer registry = RegistryServer.start(directory.resolve("registry"))) {
            Path settings = settings("schema.registry.url=" + registry.url(), "topic.prefix=site.chat");
            assertThat(post(registry.url() + "/subjects/site.chat.raw.v1-value/versions"))
                    .isEqualTo(200);

            assertThat(register(settings)).isEqualTo(1);
            assertThat(said()).contains("left  site.chat.raw.v1-value  schema: another, incompatible one", "6 planned");
            assertThat(schemas("check", settings, "--json")).isEqualTo(1);
            assertThat(said()).contains("{\"state\":\"differs\",\"subject\":\"site.chat.events.v1-value\"");
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
        return schemas("register", settings);
    }

    private int schemas(String command, Path settings, String... more) {
        List<String> arguments = new ArrayList<>(List.of("schemas", command, "--config", settings.toString()));
        arguments.addAll(List.of(more));
        return ArchivectlMain.run(
                arguments.toArray(String[]::new), new PrintWriter(output, true), new PrintWriter(errors, true));
    }

    /** What was printed since the last call. */
    private String said() {
        String said = output.toString();
        output.getBuffer().setLength(0);
        return said;
    }

    private static int put(String url, String level) throws Exception {
        return send(url, "PUT", "{\"compatibility\": \"" + level + "\"}");
    }

    /** Registers a schema that has nothing in common with ours. */
    private static int post(String url) throws Exception {
        return send(url, "POST", "{\"schema\": \"\\\"string\\\"\"}");
    }

    private static int send(String url, String method, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
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
