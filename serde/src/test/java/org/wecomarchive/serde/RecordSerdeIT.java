package org.wecomarchive.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.registry.RegistryServer;

@Timeout(600)
final class RecordSerdeIT {

    @TempDir
    static Path directory;

    private static RegistryServer registry;

    @BeforeAll
    static void startRegistry() throws Exception {
        registry = RegistryServer.start(directory);
    }

    @AfterAll
    static void stopRegistry() {
        registry.close();
    }

    @Test
    void readsBackWhatItWroteThroughAnotherClient() {
        RawRecord raw = Records.raw();
        try (RecordSerde<RawRecord> writing = registering("round-trip");
                RecordSerde<RawRecord> reading = notRegistering("round-trip")) {
            byte[] bytes = writing.encode(raw);

            assertThat(reading.decode("round-trip", 0, 42, bytes)).isEqualTo(raw);
            assertThat(reading.encode(raw)).isEqualTo(bytes);
        }
    }

    @Test
    void refusesAnUnregisteredSchemaWhenItMayNotRegister() {
        try (RecordSerde<RawRecord> serde = notRegistering("unregistered")) {

            assertThatExceptionOfType(RegistryRefusedException.class)
                    .isThrownBy(serde::prepare)
                    .withMessageContaining("unregistered-value")
                    .withMessageContaining("auto.register.schemas");
        }
    }

    @Test
    void findsTheSchemaThatSomebodyRegisteredFromTheFileInTheJar() throws Exception {
        register("by-hand-value", file("RawRecord"));
        try (RecordSerde<RawRecord> serde = notRegistering("by-hand")) {
            byte[] bytes = serde.encode(Records.raw());

            assertThat(serde.decode("by-hand", 0, 0, bytes)).isEqualTo(Records.raw());
        }
    }

    /** What the programs register is what the file holds: whoever registers it by hand or by Terraform changes nothing. */
    @Test
    void theFilesInTheJarAreWhatTheProgramsRegister() throws Exception {
        register("events-by-hand-value", file("ChatEvent"));
        TopicSchemas.register(new Topics("by.program"), Map.of(RegistryConfig.URL, registry.url()), registered -> {});
        ObjectMapper json = new ObjectMapper();

        JsonNode byHand = json.readTree(fetch("/subjects/events-by-hand-value/versions/1"));
        JsonNode byProgram = json.readTree(fetch("/subjects/by.program.events.v1-value/versions/1"));

        assertThat(new Schema.Parser().parse(byHand.get("schema").asText()))
                .isEqualTo(new Schema.Parser().parse(byProgram.get("schema").asText()));
        assertThat(byHand.has("references") ? byHand.get("references") : json.createArrayNode())
                .isEmpty();
    }

    @Test
    void readsARecordWhoseSchemaRefersToAnotherOne() throws Exception {
        ObjectMapper json = new ObjectMapper();
        ObjectNode event = (ObjectNode) json.readTree(file("ChatEvent"));
        ObjectNode media = StreamSupport.stream(event.get("fields").spliterator(), false)
                .filter(field -> field.get("name").asText().equals("media"))
                .map(field -> (ObjectNode) field.get("type"))
                .findFirst()
                .orElseThrow();
        ObjectNode reference = (ObjectNode) media.replace("items", media.textNode("MediaRef"));
        register(
                "media-ref",
                reference.put("namespace", "org.wecomarchive.schemas").toString());
        register(
                "events-value",
                event.toString(),
                List.of(Map.of("name", "org.wecomarchive.schemas.MediaRef", "subject", "media-ref", "version", 1)));
        int id = new ObjectMapper()
                .readTree(fetch("/subjects/events-value/versions/1"))
                .get("id")
                .asInt();
        byte[] golden = GoldenBytes.of(Path.of("..", "schemas", "released", "0.1.0", "golden", "ChatEvent-full.hex"));
        ByteBuffer bytes =
                ByteBuffer.allocate(5 + golden.length).put((byte) 0).putInt(id).put(golden);
        try (RecordSerde<ChatEvent> serde =
                RecordSerde.of(ChatEvent.class, "events", Map.of(RegistryConfig.URL, registry.url()))) {

            assertThat(serde.decode("events", 0, 0, bytes.array()).getMedia()).hasSize(2);
        }
    }

    @Test
    void refusesToRegisterAnIncompatibleSchema() throws Exception {
        register(
                "incompatible-value",
                "{\"type\":\"record\",\"name\":\"RawRecord\",\"namespace\":\"org.wecomarchive.schemas\",\"fields\":[]}");
        try (RecordSerde<RawRecord> serde = registering("incompatible")) {

            assertThatExceptionOfType(RegistryRefusedException.class)
                    .isThrownBy(serde::prepare)
                    .withMessageContaining("HTTP 409");
        }
    }

    @Test
    void doesNotBlameTheRecordForASchemaIdThatTheServerDoesNotKnow() {
        byte[] bytes = ByteBuffer.allocate(9).put((byte) 0).putInt(987654).array();
        try (RecordSerde<RawRecord> serde = notRegistering("raw")) {

            assertThatExceptionOfType(UnresolvableSchemaException.class)
                    .isThrownBy(() -> serde.decode("raw", 3, 42, bytes))
                    .withMessageContaining("raw-3@42: schema id 987654 of raw-value is unknown");
        }
    }

    @Test
    void isReadByAPlainAvroReaderThatFetchesTheSchemaByTheIdInTheBytes() throws Exception {
        byte[] bytes;
        try (RecordSerde<RawRecord> serde = registering("plain")) {
            bytes = serde.encode(Records.raw());
        }

        ByteBuffer wire = ByteBuffer.wrap(bytes);
        assertThat(wire.get()).isZero();
        String answer = fetch("/schemas/ids/" + wire.getInt());
        Schema schema = new Schema.Parser()
                .parse(new ObjectMapper().readTree(answer).get("schema").asText());
        GenericRecord datum = new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, wire.position(), wire.remaining(), null));

        assertThat(schema.toString()).doesNotContain("avro.java.string");
        assertThat(datum.get("corp_id")).hasToString("ww1234567890abcdef");
        assertThat(datum.get("seq")).isEqualTo(42L);
        assertThat(datum.get("other_fields")).isNull();
        assertThat(datum.get("fetched_at"))
                .isEqualTo(Records.raw().getFetchedAt().toEpochMilli());
    }

    @Test
    void servesKafkasClientsThroughTheirOwnSettings() {
        Map<String, Object> settings = Map.of(
                RegistryConfig.URL, registry.url(),
                RegistryConfig.AUTO_REGISTER, "true",
                AvroRecordDeserializer.VALUE_TYPE, RawRecord.class.getName());
        try (AvroRecordSerde serde = new AvroRecordSerde()) {
            serde.configure(settings, false);

            byte[] bytes = serde.serializer().serialize("by-settings", Records.raw());

            assertThat(serde.deserializer().deserialize("by-settings", bytes)).isEqualTo(Records.raw());
        }
    }

    @Test
    void goesOnToTheNextAddressWhenTheFirstIsDead() {
        String addresses = "http://127.0.0.1:1/apis/ccompat/v7," + registry.url();
        try (RecordSerde<RawRecord> serde = RecordSerde.of(
                RawRecord.class,
                "several",
                Map.of(RegistryConfig.URL, addresses, RegistryConfig.AUTO_REGISTER, "true"))) {
            byte[] bytes = serde.encode(Records.raw());

            assertThat(serde.decode("several", 0, 0, bytes)).isEqualTo(Records.raw());
        }
    }

    private static RecordSerde<RawRecord> registering(String topic) {
        return RecordSerde.of(
                RawRecord.class,
                topic,
                Map.of(RegistryConfig.URL, registry.url(), RegistryConfig.AUTO_REGISTER, "true"));
    }

    private static RecordSerde<RawRecord> notRegistering(String topic) {
        return RecordSerde.of(RawRecord.class, topic, Map.of(RegistryConfig.URL, registry.url()));
    }

    private static String file(String name) throws IOException {
        try (InputStream file = RawRecord.class.getResourceAsStream("/avro/" + name + ".avsc")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void register(String subject, String schema) throws Exception {
        register(subject, schema, List.of());
    }

    private static void register(String subject, String schema, List<Map<String, Object>> references) throws Exception {
        String body = new ObjectMapper().writeValueAsString(Map.of("schema", schema, "references", references));
        HttpRequest post = HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/" + subject + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(post, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    private static String fetch(String path) throws Exception {
        HttpRequest get =
                HttpRequest.newBuilder(URI.create(registry.url() + path)).build();
        return HttpClient.newHttpClient().send(get, BodyHandlers.ofString()).body();
    }
}
