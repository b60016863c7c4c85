package org.wecomarchive.decryptor.payload;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.MediaRef;

/** The page docs/chat-event.md, written from the schema. */
final class ChatEventPage {

    private static final String INTRODUCTION =
            """
            # ChatEvent

            The value of the events topic: one decrypted record of the WeCom chat archive. This page is generated from
            `schemas/src/main/resources/avro/ChatEvent.avsc`; a test fails when it is stale and says how to refresh it.

            * `payload` is the decrypted JSON, unchanged. Everything else is read from it, so a later version can read it better.
            * `damaged` says that a message has malformed bytes or broken escapes, up to 1 % of it, or one character: bytes that are
              not UTF-8 stand as U+FFFD in `payload` and the fields, halves of surrogate pairs in the fields, and other escapes that
              JSON does not know as they are (`\\'` as an apostrophe). `payload_bytes` has the original bytes where they are not UTF-8.
              With more damage the text is not UTF-8, and the record a dead letter (`bad-json`).
            * A field is null when the JSON lacks it, has null or an empty string there, or something that cannot be a value of
              its type. No message is refused for a bad field.
            * Numbers may be given as strings, strings as numbers, booleans as 0 and 1. The last of several equal keys counts.
              A point in time below 10^11 is in seconds, any other in milliseconds, whatever the unit that WeCom documents.
            * `$` is the message, keys are tried in the order given, and `$.key` is taken from the message instead of the payload.
            * **Searched** fields make up `text`, in this order; so do the texts of parts. Addresses of links, news and documents
              are searched, since people search for them; ids, picture addresses and numbers are not.
            * Lists, objects and payloads may also stand in a string as JSON, a list of one may be its element, and a part may be
              a whole message.
            * A type that is not listed here sets none of the records. Its `text` is every string that people may read, whatever
              its key is called, but no ids, hashes and addresses of pictures; JSON in a string is opened only in the content of a
              part. The same goes for `solitaire` and `note`, whose fields the vendor has not published, and for a payload that is
              not where its type says.
            * `media` has every `sdkfileid` of the message, also of parts and of types that are not listed, up to {media} with at
              most {media-bytes} bytes of text. Nothing that a person typed is taken for a file: JSON in a string counts only
              where WeCom puts it, in the content of a part with a file, and of all parts but texts in `mixed` and `chatrecord`.
            * Parts are followed {depth} levels deep, JSON of any kind {nesting}; `items` has at most {items} parts with at most
              {bytes} bytes of text. `items_truncated` says when there were more: `text` and `media` still have them,
              up to those levels. At most {values} JSON values of one message are read.
            """;

    private final StringBuilder page = new StringBuilder();

    String text() {
        page.append(INTRODUCTION
                .replace("{media}", String.valueOf(MediaCollector.MAX_MEDIA))
                .replace("{media-bytes}", String.valueOf(MediaCollector.MAX_BYTES))
                .replace("{values}", String.valueOf(JsonReader.MAX_VALUES))
                .replace("{nesting}", String.valueOf(JsonReader.MAX_DEPTH))
                .replace("{depth}", String.valueOf(ItemFlattener.MAX_DEPTH))
                .replace("{items}", String.valueOf(ItemFlattener.MAX_ITEMS))
                .replace("{bytes}", String.valueOf(ItemFlattener.MAX_BYTES)));
        section("Fields of every event");
        fields(ChatEvent.getClassSchema(), field -> field.getProp("msgtype") == null);
        section("Message types");
        types();
        for (Schema.Field type : typeFields()) {
            Schema record = RecordPlan.optional(type.schema());
            section(type.getProp("msgtype"));
            page.append(record.getDoc()).append("\n\n");
            fields(record, field -> true);
        }
        section("MediaRef");
        fields(MediaRef.getClassSchema(), field -> true);
        return page.toString();
    }

    private void section(String title) {
        page.append("\n## ").append(title).append("\n\n");
    }

    private void types() {
        row("msgtype", "Field", "Payload", "Searched", "Media");
        row("---", "---", "---", "---", "---");
        for (Schema.Field type : typeFields()) {
            Schema record = RecordPlan.optional(type.schema());
            row(
                    type.getProp("msgtype"),
                    type.name(),
                    keys(RecordPlan.jsonKeys(type)),
                    type.getProp("structure") == null ? String.join(", ", searched(record)) : "everything",
                    media(type, record));
        }
    }

    private static List<Schema.Field> typeFields() {
        return ChatEvent.getClassSchema().getFields().stream()
                .filter(field -> field.getProp("msgtype") != null)
                .toList();
    }

    private static String media(Schema.Field type, Schema record) {
        if (record.getField("items") != null) {
            return "in its parts";
        }
        return record.getField("sdkfileid") != null ? "yes" : type.getProp("structure") == null ? "" : "if any";
    }

    private static List<String> searched(Schema record) {
        return record.getFields().stream()
                .filter(field -> Boolean.TRUE.equals(field.getObjectProp("text")) || isRecords(field))
                .flatMap(field -> isRecords(field)
                        ? nested(field).stream().map(name -> field.name() + "[]." + name)
                        : List.of(field.name()).stream())
                .toList();
    }

    private static List<String> nested(Schema.Field field) {
        Schema element = RecordPlan.optional(field.schema()).getElementType();
        return RecordPlan.isItems(RecordPlan.optional(field.schema())) ? List.of("text") : searched(element);
    }

    private static boolean isRecords(Schema.Field field) {
        Schema type = RecordPlan.optional(field.schema());
        return type.getType() == Schema.Type.ARRAY && type.getElementType().getType() == Schema.Type.RECORD;
    }

    private void fields(Schema record, Predicate<Schema.Field> wanted) {
        row("Field", "Type", "JSON", "Meaning");
        row("---", "---", "---", "---");
        rows("", record, wanted);
    }

    private void rows(String prefix, Schema record, Predicate<Schema.Field> wanted) {
        for (Schema.Field field : record.getFields()) {
            if (!wanted.test(field)) {
                continue;
            }
            Schema type = RecordPlan.optional(field.schema());
            boolean ours = List.of("ChatEvent", "MediaRef").contains(record.getName());
            String json = ours ? "" : keys(RecordPlan.jsonKeys(field));
            row(prefix + field.name(), typeName(type) + (field.schema().isUnion() ? "?" : ""), json, field.doc());
            if (isRecords(field) && !type.getElementType().getName().equals("MediaRef")) {
                rows(prefix + field.name() + "[].", type.getElementType(), nested -> true);
            }
        }
    }

    private static String typeName(Schema type) {
        if (type.getType() == Schema.Type.ARRAY) {
            return typeName(type.getElementType()) + "[]";
        }
        if (type.getLogicalType() != null) {
            return type.getLogicalType().getName();
        }
        return type.getName();
    }

    private static String keys(List<String> keys) {
        return keys.stream().map(key -> "`" + key + "`").collect(Collectors.joining(", "));
    }

    private void row(String... cells) {
        List<String> escaped = Arrays.stream(cells)
                .map(cell -> cell.replace("|", "\\|").replace("<", "&lt;"))
                .toList();
        page.append("| ").append(String.join(" | ", escaped)).append(" |\n");
    }
}
