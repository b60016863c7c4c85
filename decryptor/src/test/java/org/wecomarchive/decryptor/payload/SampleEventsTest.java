package org.wecomarchive.decryptor.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
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
    void survivesAvro(String sample) {
        ChatEvent event = event(sample);

        ChatEvent read = AvroRoundTrip.of(event);

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
