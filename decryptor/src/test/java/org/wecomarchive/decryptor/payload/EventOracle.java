package org.wecomarchive.decryptor.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.specific.SpecificRecord;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.MediaRef;
import org.wecomarchive.schemas.MessageItem;

/** Confirms that every modelled field of an event equals the value in its JSON, by reading that JSON independently. */
final class EventOracle {

    private static final String MADE_BY_WECOM = "(wm|wo|wb)[-\\w]{5}[AQgw]AA[-\\w]+";

    private final ChatEvent event;
    private final JsonNode json;

    EventOracle(ChatEvent event) {
        this.event = event;
        this.json = JacksonValues.tree(event.getPayload());
    }

    void confirm() {
        confirmEnvelope();
        confirmParties();
        for (ExpectedShape shape : ExpectedShape.types()) {
            SpecificRecord record = (SpecificRecord) event.get(field(shape.event()));
            if (shape.name().equals(event.getMsgType())) {
                confirmType(shape, record);
            } else {
                assertThat(record).as(shape.event()).isNull();
            }
        }
        confirmMedia();
    }

    private void confirmEnvelope() {
        String action = Objects.requireNonNullElse(JacksonValues.text(json.path("action")), "unknown");
        String msgType = Objects.requireNonNullElse(JacksonValues.text(json.path("msgtype")), "unknown");
        Object msgTime = JacksonValues.value("time", json.path("msgtime"));
        Object revoked =
                JacksonValues.text(JacksonValues.opened(json.path("revoke")).path("pre_msgid"));

        assertThat(event.getAction()).isEqualTo(action);
        assertThat(event.getMsgType()).isEqualTo(action.equals("switch") ? "switch" : msgType);
        assertThat(event.getSentAt())
                .isEqualTo(msgTime == null ? JacksonValues.value("time", json.path("time")) : msgTime);
        assertThat(event.getRoomId()).isEqualTo(JacksonValues.text(json.path("roomid")));
        assertThat(event.getRecalledMsgid())
                .isEqualTo(action.equals("recall") || event.getMsgType().equals("revoke") ? revoked : null);
    }

    private void confirmParties() {
        String from = JacksonValues.text(json.path("from"));
        String user = JacksonValues.text(json.path("user"));
        String sender = event.getAction().equals("switch") && user != null ? user : from;
        List<String> recipients = texts(JacksonValues.opened(json.path("tolist")));
        List<String> parties = Stream.concat(Stream.ofNullable(sender), recipients.stream())
                .map(id -> id.matches(MADE_BY_WECOM) ? id : id.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();

        assertThat(event.getSender()).isEqualTo(sender);
        assertThat(event.getRecipients()).isEqualTo(recipients);
        assertThat(event.getIsExternal())
                .isEqualTo(Stream.concat(Stream.ofNullable(sender), recipients.stream())
                        .anyMatch(id -> id.matches(MADE_BY_WECOM)));
        if (event.getRoomId() != null) {
            assertThat(event.getConversationId()).isEqualTo("room:" + event.getRoomId());
        } else if (sender != null && parties.size() == 2) {
            assertThat(event.getConversationId())
                    .isEqualTo("direct:"
                            + String.join("|", parties.stream().sorted().toList()));
        } else {
            assertThat(event.getConversationId()).isEqualTo("user:" + (parties.isEmpty() ? "" : parties.get(0)));
        }
    }

    private void confirmType(ExpectedShape shape, SpecificRecord record) {
        for (String key : shape.payloadKeys()) {
            JsonNode payload = key.equals("$") ? json : JacksonValues.opened(json.path(key));
            boolean surely = json.path(key).isObject();
            if (payload.isObject() && (surely || hasAny(shape, payload))) {
                assertThat(record).as(shape.event()).isNotNull();
                confirmRecord(shape, record, payload);
                if (!shape.isUnconfirmed()) {
                    List<String> texts = searched(shape, payload, json);
                    items(record).stream()
                            .map(MessageItem::getText)
                            .filter(Objects::nonNull)
                            .forEach(texts::add);
                    assertThat(event.getText()).isEqualTo(texts.isEmpty() ? null : String.join("\n", texts));
                }
                return;
            }
        }
        assertThat(record).as(shape.event()).isNull();
    }

    private boolean hasAny(ExpectedShape shape, JsonNode payload) {
        return shape.fields().stream()
                .anyMatch(field -> expected(shape, field, payload, json) != null
                        || (field.kind().equals("list") && isList(JacksonValues.opened(payload.path(field.name())))));
    }

    private void confirmRecord(ExpectedShape shape, SpecificRecord record, JsonNode payload) {
        for (ExpectedShape.Field field : shape.fields()) {
            Object actual = record.get(record.getSchema().getField(field.name()).pos());
            if (field.kind().equals("items")) {
                new ItemsOracle((List<?>) actual).confirm(shape, field, payload, "$." + keyOf(shape));
            } else if (field.kind().equals("list")) {
                confirmList(shape, field, (List<?>) actual, payload);
            } else {
                assertThat(actual)
                        .as("%s.%s", shape.name(), field.name())
                        .isEqualTo(expected(shape, field, payload, json));
            }
        }
    }

    private String keyOf(ExpectedShape shape) {
        return shape.payloadKeys().stream()
                .filter(key -> JacksonValues.opened(json.path(key)).isObject())
                .filter(key -> json.path(key).isObject() || hasAny(shape, JacksonValues.opened(json.path(key))))
                .findFirst()
                .orElseThrow();
    }

    private void confirmList(ExpectedShape shape, ExpectedShape.Field field, List<?> actual, JsonNode payload) {
        JsonNode list = JacksonValues.opened(payload.path(field.name()));
        if (!isList(list)) {
            assertThat(actual).isNull();
            return;
        }
        ExpectedShape nested = ExpectedShape.of(shape.name(), field.name());
        List<JsonNode> elements = list.isArray() ? objects(list) : List.of(list);
        assertThat(actual).as("%s.%s", shape.name(), field.name()).hasSameSizeAs(elements);
        for (int i = 0; i < elements.size(); i++) {
            confirmRecord(nested, (SpecificRecord) actual.get(i), elements.get(i));
        }
    }

    static Object expected(ExpectedShape shape, ExpectedShape.Field field, JsonNode payload, JsonNode envelope) {
        for (String key : field.keys()) {
            JsonNode node = key.startsWith("$.") ? envelope.path(key.substring(2)) : payload.path(key);
            Object value =
                    switch (field.kind()) {
                        case "strs" -> {
                            JsonNode list = JacksonValues.opened(node);
                            yield list.isArray() ? texts(list) : JacksonValues.text(node) != null ? texts(node) : null;
                        }
                        case "list", "items" -> null;
                        default -> JacksonValues.value(field.kind(), node);
                    };
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** The searched texts of a payload, without those of its items. */
    static List<String> searched(ExpectedShape shape, JsonNode payload, JsonNode envelope) {
        List<String> texts = new ArrayList<>();
        for (ExpectedShape.Field field : shape.fields()) {
            if (field.kind().equals("list")) {
                JsonNode list = JacksonValues.opened(payload.path(field.name()));
                ExpectedShape nested = ExpectedShape.of(shape.name(), field.name());
                (list.isObject() ? List.of(list) : objects(list))
                        .forEach(each -> texts.addAll(searched(nested, each, each)));
            } else if (field.searched()) {
                Object value = expected(shape, field, payload, envelope);
                if (value instanceof List<?> list) {
                    list.forEach(each -> texts.add((String) each));
                } else if (value != null) {
                    texts.add((String) value);
                }
            }
        }
        return texts;
    }

    private void confirmMedia() {
        assertThat(event.getMedia()).extracting(MediaRef::getSdkFileId).isEqualTo(new MediaOracle(event, json).ids());
    }

    static List<JsonNode> objects(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JacksonValues::opened)
                .filter(each -> list.isArray() && each.isObject())
                .toList();
    }

    private static boolean isList(JsonNode node) {
        return node.isArray() || node.isObject();
    }

    private static List<String> texts(JsonNode node) {
        Stream<JsonNode> nodes = node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
        return nodes.map(JacksonValues::text).filter(Objects::nonNull).toList();
    }

    private static List<MessageItem> items(SpecificRecord record) {
        var field = record.getSchema().getField("items");
        Object items = field == null ? null : record.get(field.pos());
        return items instanceof List<?> list
                ? list.stream().map(MessageItem.class::cast).toList()
                : List.of();
    }

    private static int field(String name) {
        return ChatEvent.getClassSchema().getField(name).pos();
    }
}
