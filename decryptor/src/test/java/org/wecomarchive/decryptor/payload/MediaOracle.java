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
        visit(json, event.getMsgType());
        return ids;
    }

    private void visit(JsonNode node, String type) {
        take(node);
        for (var field : node.properties()) {
            if (hasParts(type) && field.getValue().isArray() && field.getKey().matches("items?")) {
                parts(field.getValue(), type);
            } else {
                visit(inside(field.getValue(), type), type);
            }
        }
        if (node.isArray()) {
            node.forEach(element -> visit(inside(element, type), type));
        }
    }

    private void parts(JsonNode list, String outer) {
        for (JsonNode part : list) {
            if (!part.isObject()) {
                visit(inside(part, outer), outer);
                continue;
            }
            take(part);
            String type = type(part);
            for (var field : part.properties()) {
                JsonNode content = JacksonValues.opened(field.getValue());
                if (!field.getKey().equals("content")) {
                    visit(inside(field.getValue(), type), type);
                } else if (hasParts(type) && content.isArray()) {
                    parts(content, type);
                } else {
                    visit(content, type);
                }
            }
        }
    }

    private void take(JsonNode node) {
        String id = JacksonValues.text(node.path("sdkfileid"));
        if (id != null) {
            ids.add(id);
        }
    }

    private static String type(JsonNode part) {
        String original = JacksonValues.text(part.path("type"));
        String lower = original == null ? "" : original.toLowerCase(Locale.ROOT);
        return lower.startsWith("chatrecord") && !lower.equals("chatrecord") ? lower.substring(10) : lower;
    }

    private static boolean mayHoldJsonAnywhere(String type) {
        return !ExpectedShape.isKnown(type) || ExpectedShape.ofType(type).isUnconfirmed();
    }

    private static boolean hasParts(String type) {
        return mayHoldJsonAnywhere(type) || ExpectedShape.ofType(type).hasItems();
    }

    private static JsonNode inside(JsonNode node, String type) {
        return mayHoldJsonAnywhere(type) ? JacksonValues.opened(node) : node;
    }
}
