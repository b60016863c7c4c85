package org.wecomarchive.decryptor.payload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.wecomarchive.schemas.ChatEvent;

/** Lists the file ids of a message in the order of its JSON. */
final class MediaOracle {

    private final ChatEvent event;
    private final JsonNode json;
    private final List<String> ids = new ArrayList<>();

    MediaOracle(ChatEvent event, JsonNode json) {
        this.event = event;
        this.json = json;
    }

    List<String> ids() {
        String type = event.getMsgType();
        take(json);
        for (var field : json.properties()) {
            boolean payload =
                    holdsFiles(type) && ExpectedShape.ofType(type).payloadKeys().contains(field.getKey());
            field(field.getKey(), payload ? JacksonValues.opened(field.getValue()) : field.getValue(), type);
        }
        return ids;
    }

    private void visit(JsonNode node, String type) {
        if (!isPublished(type) && isPart(node)) {
            part(node, type);
            return;
        }
        take(node);
        node.properties().forEach(field -> field(field.getKey(), field.getValue(), type));
        if (node.isArray()) {
            node.forEach(element -> visit(element, type));
        }
    }

    private void field(String key, JsonNode value, String type) {
        if (isPublished(type) && hasParts(type) && key.matches("items?")) {
            parts(JacksonValues.opened(value), type);
        } else {
            visit(value, type);
        }
    }

    private void parts(JsonNode list, String outer) {
        if (list.isObject()) {
            part(list, outer);
        } else if (list.isArray()) {
            for (JsonNode each : list) {
                JsonNode element = isPublished(outer) ? JacksonValues.opened(each) : each;
                if (element.isObject()) {
                    part(element, outer);
                } else {
                    visit(element, outer);
                }
            }
        }
    }

    private void part(JsonNode part, String outer) {
        take(part);
        String type = type(part);
        String contentKey = ItemsOracle.contentKey(part, type);
        boolean opens = holdsFiles(type) || (isPublished(outer) && !type.equals("text"));
        for (var field : part.properties()) {
            JsonNode content = JacksonValues.opened(field.getValue());
            if (!field.getKey().equals(contentKey)) {
                field(field.getKey(), field.getValue(), type);
            } else if (opens && hasParts(type) && content.isArray()) {
                parts(content, type);
            } else {
                visit(opens ? content : field.getValue(), type);
            }
        }
    }

    private void take(JsonNode node) {
        String id = JacksonValues.text(node.path("sdkfileid"));
        if (id != null) {
            ids.add(id);
        }
    }

    private static boolean isPart(JsonNode node) {
        return ItemsOracle.originalType(node) != null
                && (node.hasNonNull("content") || ExpectedShape.isKnown(type(node)));
    }

    private static String type(JsonNode part) {
        String original = ItemsOracle.originalType(part);
        String lower = original == null ? "" : original.toLowerCase(Locale.ROOT);
        return lower.startsWith("chatrecord") && !lower.equals("chatrecord") ? lower.substring(10) : lower;
    }

    private static boolean isPublished(String type) {
        return ExpectedShape.isKnown(type) && !ExpectedShape.ofType(type).isUnconfirmed();
    }

    private static boolean hasParts(String type) {
        return ExpectedShape.isKnown(type) && ExpectedShape.ofType(type).hasItems();
    }

    private static boolean holdsFiles(String type) {
        return isPublished(type)
                && (hasParts(type)
                        || ExpectedShape.ofType(type).fields().stream()
                                .anyMatch(field -> field.name().equals("sdkfileid")));
    }
}
