package org.wecomarchive.decryptor.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wecomarchive.schemas.ChatEvent;

/** Every sample becomes exactly the event in {@code src/test/resources/golden}; null fields are left out there. */
class SampleEventsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter PRETTY =
            JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER));

    /** Avro makes records only of classes that the program trusts. */
    @BeforeAll
    static void trustTheSchemas() {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getPackage() == ChatEvent.class.getPackage()));
    }

    static List<String> samples() {
        return Samples.names();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void becomesTheExpectedEvent(String sample) throws IOException {
        ChatEvent event = event(sample);

        new GoldenFile(Path.of("src/test/resources/golden", sample + ".json")).check(pretty(event));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void survivesAvro(String sample) throws IOException {
        ChatEvent event = event(sample);

        byte[] bytes = write(event);

        ChatEvent read = new SpecificDatumReader<>(ChatEvent.class)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        // As text: the lists that Avro reads cannot compare records with timestamps.
        assertThat(read).hasToString(event.toString());
    }

    @Test
    void everyTypeOfTheSchemaHasASample() {
        List<String> types = ChatEvent.getClassSchema().getFields().stream()
                .map(field -> field.getProp("msgtype"))
                .filter(type -> type != null)
                .sorted()
                .toList();

        assertThat(Samples.names()).isEqualTo(types);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void exactlyTheRecordOfTheTypeIsSet(String sample) {
        ChatEvent event = event(sample);

        assertThat(ChatEvent.getClassSchema().getFields())
                .filteredOn(field -> field.getProp("msgtype") != null && event.get(field.pos()) != null)
                .extracting(field -> field.getProp("msgtype"))
                .containsExactly(sample);
    }

    private static ChatEvent event(String sample) {
        String json = Samples.text(sample);
        return Messages.parse(Messages.raw(msgid(json)), json);
    }

    private static String msgid(String json) {
        try {
            return JSON.readTree(json).path("msgid").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] write(ChatEvent event) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<>(ChatEvent.class).write(event, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static String pretty(ChatEvent event) throws IOException {
        JsonNode tree = JSON.readTree(event.toString());
        dropNulls(tree);
        return PRETTY.writeValueAsString(tree) + "\n";
    }

    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(field -> field.getValue().isNull());
        }
        node.forEach(SampleEventsTest::dropNulls);
    }
}
