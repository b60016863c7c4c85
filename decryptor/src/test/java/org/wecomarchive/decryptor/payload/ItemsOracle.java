package org.wecomarchive.decryptor.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.wecomarchive.schemas.MessageItem;

/** Confirms a flat list of parts against the JSON, part by part. */
final class ItemsOracle {

    private final List<?> actual;
    private Iterator<?> remaining;

    /** @param actual null for a payload without a list */
    ItemsOracle(List<?> actual) {
        this.actual = actual;
    }

    void confirm(ExpectedShape shape, ExpectedShape.Field field, JsonNode payload, String path) {
        String key = key(field, payload);
        if (key == null) {
            assertThat(actual).as(shape.name()).isNull();
            return;
        }
        assertThat(actual).as(shape.name()).isNotNull();
        remaining = actual.iterator();
        confirm(JacksonValues.opened(payload.path(key)), path + "." + key, 0);
        assertThat(remaining).as("more items than parts").isExhausted();
    }

    private void confirm(JsonNode parts, String path, int depth) {
        if (parts.isObject()) {
            confirmElement(parts, path, depth);
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            confirmElement(parts.get(i), path + "[" + i + "]", depth);
        }
    }

    private void confirmElement(JsonNode element, String path, int depth) {
        JsonNode part = JacksonValues.opened(element);
        String text = element.isTextual() ? JacksonValues.text(element) : null;
        if (!part.isObject() && text == null) {
            return;
        }
        assertThat(remaining).as("fewer items than parts").hasNext();
        MessageItem item = (MessageItem) remaining.next();
        if (part.isObject()) {
            confirm(item, part, path, depth);
        } else {
            assertThat(item.getPath()).isEqualTo(path);
            assertThat(item.getText()).isEqualTo(text);
        }
    }

    private void confirm(MessageItem item, JsonNode part, String path, int depth) {
        String original = originalType(part);
        String type = original == null ? "unknown" : type(original);
        String contentKey = contentKey(part, type);
        JsonNode content = JacksonValues.opened(part.path(contentKey));

        assertThat(item.getPath()).isEqualTo(path);
        assertThat(item.getDepth()).isEqualTo(depth);
        assertThat(item.getOriginalType()).isEqualTo(original);
        assertThat(item.getType()).isEqualTo(type);
        assertThat(item.getMsgtime()).isEqualTo(JacksonValues.value("time", part.path("msgtime")));
        assertThat(item.getFromChatroom()).isEqualTo(JacksonValues.value("flag", part.path("from_chatroom")));
        if (original != null && ExpectedShape.isKnown(type)) {
            confirmKnown(item, ExpectedShape.ofType(type), content, part, path + "." + contentKey, depth);
        } else {
            assertThat(JacksonValues.tree(item.getJson())).isEqualTo(part);
        }
    }

    private void confirmKnown(
            MessageItem item, ExpectedShape shape, JsonNode content, JsonNode part, String path, int depth) {
        if (content.isObject() && !shape.isUnconfirmed()) {
            List<String> texts = EventOracle.searched(shape, content, part);
            assertThat(item.getText()).isEqualTo(texts.isEmpty() ? null : String.join("\n", texts));
        }
        ExpectedShape.Field list = shape.fields().stream()
                .filter(field -> field.kind().equals("items"))
                .findFirst()
                .orElse(null);
        if (list != null && content.isArray()) {
            assertThat(item.getJson()).isNull();
            confirm(content, path, depth + 1);
        } else if (list != null && key(list, content) != null) {
            assertThat(item.getJson()).isNull();
            String key = key(list, content);
            confirm(JacksonValues.opened(content.path(key)), path + "." + key, depth + 1);
        } else {
            assertThat(JacksonValues.tree(item.getJson())).isEqualTo(part);
        }
    }

    static String originalType(JsonNode part) {
        String type = JacksonValues.text(part.path("type"));
        return type == null ? JacksonValues.text(part.path("msgtype")) : type;
    }

    /** Where the payload of a part stands: under content, or where it stands in a whole message. */
    static String contentKey(JsonNode part, String type) {
        List<String> keys = new ArrayList<>(List.of("content"));
        if (ExpectedShape.isKnown(type)) {
            keys.addAll(ExpectedShape.ofType(type).payloadKeys());
        }
        return keys.stream().filter(key -> part.hasNonNull(key)).findFirst().orElse("content");
    }

    private static String type(String original) {
        String lower = original.toLowerCase(Locale.ROOT);
        return lower.startsWith("chatrecord") && !lower.equals("chatrecord") ? lower.substring(10) : lower;
    }

    private static String key(ExpectedShape.Field field, JsonNode payload) {
        return field.keys().stream()
                .filter(key -> JacksonValues.opened(payload.path(key)).isContainerNode())
                .findFirst()
                .orElse(null);
    }
}
