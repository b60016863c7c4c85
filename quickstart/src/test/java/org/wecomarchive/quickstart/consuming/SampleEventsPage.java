package org.wecomarchive.quickstart.consuming;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.wecomarchive.schemas.ChatEvent;

/** The page docs/sample-events.md, written from the sample events. */
final class SampleEventsPage {

    private static final String INTRODUCTION =
            """
            # Sample events

            One value of the topic `wecom.archive.events.v1` for every message type, as JSON. The events are made by the decryptor's
            parser from sample messages; a test fails when this page is stale and says how to refresh it. What the fields mean:
            [chat-event.md](chat-event.md). How to read the topic: [consuming.md](consuming.md).

            Fields that are null are left out. Timestamps are shown as text; in Avro they are milliseconds since the epoch, UTC.

            """;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter PRETTY =
            JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER));

    private SampleEventsPage() {}

    static String of(List<ChatEvent> events) throws JsonProcessingException {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        page.append(events.stream()
                        .map(event -> "[" + event.getMsgType() + "](#" + event.getMsgType() + ")")
                        .collect(Collectors.joining(" ·\n")))
                .append("\n");
        for (ChatEvent event : events) {
            page.append("\n## ").append(event.getMsgType()).append("\n\n```json\n");
            page.append(pretty(event)).append("\n```\n");
        }
        return page.toString();
    }

    private static String pretty(ChatEvent event) throws JsonProcessingException {
        JsonNode tree = JSON.readTree(event.toString());
        dropNulls(tree);
        return PRETTY.writeValueAsString(tree);
    }

    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(field -> field.getValue().isNull());
        }
        node.forEach(SampleEventsPage::dropNulls);
    }
}
