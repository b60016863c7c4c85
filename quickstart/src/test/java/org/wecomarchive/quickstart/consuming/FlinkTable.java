package org.wecomarchive.quickstart.consuming;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.wecomarchive.schemas.ChatEvent;

/** The Flink SQL table of the events topic, for some or all fields of a chat event. */
final class FlinkTable {

    /** Columns that are not fields of the event: Kafka's headers, and the time of arrival. */
    static final List<String> OTHER_COLUMNS = List.of("headers", "arrived_at");

    private FlinkTable() {}

    static String of(List<Schema.Field> fields) {
        String columns = fields.stream()
                .map(field -> "  `" + field.name() + "` " + type(field.schema())
                        + (field.schema().isUnion() ? "" : " NOT NULL"))
                .collect(Collectors.joining(",\n"));
        return """
                CREATE TABLE chat_events (
                {columns},
                  `headers` MAP<STRING, BYTES> METADATA VIRTUAL,
                  `arrived_at` AS PROCTIME()
                ) WITH (
                  'connector' = 'kafka',
                  'topic' = 'wecom.archive.events.v1',
                  'properties.bootstrap.servers' = 'kafka:9092',
                  'properties.group.id' = 'my-team.chat-events',
                  'properties.isolation.level' = 'read_committed',
                  'scan.startup.mode' = 'earliest-offset',
                  'value.format' = 'avro-confluent',
                  'value.avro-confluent.url' = 'http://registry:8081'
                );
                """
                .replace("{columns}", columns);
    }

    static List<Schema.Field> allFields() {
        return ChatEvent.getClassSchema().getFields();
    }

    static List<Schema.Field> fields(List<String> names) {
        return names.stream().map(ChatEvent.getClassSchema()::getField).toList();
    }

    /** Timestamps are without zone, in UTC: what Flink's Avro formats read. */
    private static String type(Schema schema) {
        if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
            return "TIMESTAMP(3)";
        }
        return switch (schema.getType()) {
            case UNION -> type(schema.getTypes().get(1));
            case STRING -> "STRING";
            case LONG -> "BIGINT";
            case INT -> "INT";
            case DOUBLE -> "DOUBLE";
            case BYTES -> "BYTES";
            case BOOLEAN -> "BOOLEAN";
            case ARRAY -> "ARRAY<" + type(schema.getElementType()) + ">";
            case RECORD ->
                schema.getFields().stream()
                        .map(field -> "`" + field.name() + "` " + type(field.schema()))
                        .collect(Collectors.joining(", ", "ROW<", ">"));
            default -> throw new IllegalArgumentException("not of the contract: " + schema.getType());
        };
    }
}
