package org.wecomarchive.decryptor.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.generic.IndexedRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wecomarchive.schemas.ChatEvent;

/**
 * Messages that people met: each file of {@code src/test/resources/cases} has a payload, what is right in words, and the
 * values that the event must have.
 */
class PayloadCasesTest {

    private static final Path DIRECTORY = Path.of("src/test/resources/cases");
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void becomesWhatIsRight(Path file) throws IOException {
        JsonNode message = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));

        ChatEvent event = Messages.parse(
                Messages.raw(message.path("msgid").asText()),
                message.path("payload").toString());

        for (JsonNode expected : message.path("expect")) {
            String path = expected.path("path").asText();
            confirm(expected, path, value(event, path));
        }
    }

    private static void confirm(JsonNode expected, String path, Object actual) {
        if (expected.has("is")) {
            assertThat(actual).as(path).hasToString(expected.path("is").asText());
        }
        if (expected.has("size")) {
            assertThat((List<?>) actual).as(path).hasSize(expected.path("size").asInt());
        }
        JsonNode words = expected.path("has");
        (words.isArray() ? words : JSON.createArrayNode().add(words)).forEach(word -> {
            if (expected.has("has")) {
                assertThat(actual.toString()).as(path).contains(word.asText());
            }
        });
    }

    private static Object value(ChatEvent event, String path) {
        Object value = event;
        for (String step : path.split("[.\\[]", -1)) {
            value = step.endsWith("]")
                    ? ((List<?>) value).get(Integer.parseInt(step.substring(0, step.length() - 1)))
                    : field((IndexedRecord) value, step);
        }
        return value;
    }

    private static Object field(IndexedRecord record, String name) {
        return record.get(record.getSchema().getField(name).pos());
    }
}
