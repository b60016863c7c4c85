package org.wecomarchive.schemas;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** The schemas as a document for people, {@code CONTRACT.md}: one table for every record, nested ones included. */
final class ContractTables {

    private static final List<String> ORDER =
            List.of("RawRecord", "ChatEvent", "Gap", "SdkCalls", "Erasure", "Command");

    private final Map<String, Schema> records = new LinkedHashMap<>();

    private ContractTables() {}

    static String of(SchemaSet set) {
        ContractTables tables = new ContractTables();
        Map<String, Schema> schemas = set.schemas();
        ORDER.forEach(name -> tables.collect(schemas.get(name)));
        return """
                # Records

                Made from the `.avsc` files by the tests; a stale copy fails the build. `?` is nullable with default null, `[]` an
                array, `timestamp` milliseconds since the epoch, UTC (`timestamp-millis`).
                """
                + tables.records.values().stream().map(ContractTables::section).collect(Collectors.joining());
    }

    private void collect(Schema schema) {
        switch (schema.getType()) {
            case UNION -> schema.getTypes().forEach(this::collect);
            case ARRAY -> collect(schema.getElementType());
            case RECORD -> {
                records.putIfAbsent(schema.getName(), schema);
                schema.getFields().forEach(field -> collect(field.schema()));
            }
            default -> {
                // a plain value
            }
        }
    }

    private static String section(Schema schema) {
        String rows = schema.getFields().stream()
                .map(field -> "| `%s` | %s | %s |\n"
                        .formatted(
                                field.name(), type(field.schema()), field.doc().replace("|", "\\|")))
                .collect(Collectors.joining());
        return "\n## %s\n\n%s\n\n| field | type | meaning |\n|---|---|---|\n%s"
                .formatted(schema.getName(), schema.getDoc(), rows);
    }

    private static String type(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> type(schema.getTypes().get(1)) + "?";
            case ARRAY -> type(schema.getElementType()) + "[]";
            case RECORD ->
                "[%s](#%s)".formatted(schema.getName(), schema.getName().toLowerCase(Locale.ROOT));
            default -> schema.getLogicalType() == null ? schema.getName() : "timestamp";
        };
    }
}
