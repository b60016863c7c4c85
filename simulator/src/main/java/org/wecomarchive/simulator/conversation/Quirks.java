package org.wecomarchive.simulator.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.wecomarchive.simulator.random.SeededRandom;

/** What real messages get wrong now and then; each with its own small share. */
final class Quirks {

    private static final List<String> CONTROL_CHARACTERS = List.of("\u0001", "\u0008", "\u0011", "\u0014", "\u001f");

    /** Takes the place of a control character until the text is written, since a JSON writer would escape it. */
    private static final String PLACEHOLDER = "\uE0C7";

    private Quirks() {}

    /** Changes the tree: fields that nobody knows, numbers as text, a place for a raw control character. */
    static void bend(ObjectNode message, SeededRandom random) {
        if (random.oneIn(60)) {
            message.put("trace_tag_v9", random.below(1000));
            message.putObject("extension")
                    .put("nested", true)
                    .putArray("values")
                    .add(1)
                    .add("二");
        }
        if (random.oneIn(60)) {
            numbersAsText(message);
        }
        if (random.oneIn(60) && message.get("text") instanceof ObjectNode text) {
            text.put("content", "a" + PLACEHOLDER + "b " + text.path("content").asText());
        }
    }

    /** Puts raw control characters where {@link #bend} left a place for one. */
    static String unescape(String json, SeededRandom random) {
        return json.contains(PLACEHOLDER) ? json.replace(PLACEHOLDER, random.pick(CONTROL_CHARACTERS)) : json;
    }

    private static void numbersAsText(ObjectNode object) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            if (value.isIntegralNumber()) {
                field.setValue(object.textNode(value.asText()));
            } else if (value instanceof ObjectNode nested) {
                numbersAsText(nested);
            }
        }
    }
}
