package org.wecomarchive.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/** What a schema must keep to so that it can change for years under FULL_TRANSITIVE, and live in tables. */
final class SchemaRules {

    private static final Set<Schema.Type> FORBIDDEN = Set.of(Schema.Type.ENUM, Schema.Type.MAP, Schema.Type.FIXED);

    private final List<String> violations = new ArrayList<>();

    private SchemaRules() {}

    /** One sentence for every breach, none for a schema that keeps the rules. */
    static List<String> violations(Schema schema) {
        SchemaRules rules = new SchemaRules();
        rules.check(schema, schema.getName(), List.of());
        return rules.violations;
    }

    private void check(Schema schema, String path, List<String> enclosing) {
        if (FORBIDDEN.contains(schema.getType())) {
            violations.add(path + " is of type " + schema.getType() + ", which cannot grow or be stored");
        }
        switch (schema.getType()) {
            case RECORD -> checkRecord(schema, path, enclosing);
            case ARRAY -> check(schema.getElementType(), path, enclosing);
            case UNION -> {
                checkUnion(schema, path);
                schema.getTypes().forEach(branch -> check(branch, path, enclosing));
            }
            default -> {
                // a plain value
            }
        }
    }

    private void checkRecord(Schema schema, String path, List<String> enclosing) {
        if (enclosing.contains(schema.getFullName())) {
            violations.add(path + " holds itself");
            return;
        }
        if (isBlank(schema.getDoc())) {
            violations.add(path + ": " + schema.getName() + " has no doc");
        }
        List<String> inner = Stream.concat(enclosing.stream(), Stream.of(schema.getFullName()))
                .toList();
        for (Schema.Field field : schema.getFields()) {
            String fieldPath = path + "." + field.name();
            if (isBlank(field.doc())) {
                violations.add(fieldPath + " has no doc");
            }
            if (field.schema().isNullable() != JsonProperties.NULL_VALUE.equals(field.defaultVal())) {
                violations.add(fieldPath + " must be nullable with default null, or neither");
            }
            if (field.hasDefaultValue() && !field.schema().isNullable()) {
                violations.add(fieldPath + " has a default but is not nullable");
            }
            check(field.schema(), fieldPath, inner);
        }
    }

    private void checkUnion(Schema union, String path) {
        boolean optional =
                union.getTypes().size() == 2 && union.getTypes().get(0).getType() == Schema.Type.NULL;
        if (!optional) {
            violations.add(path + " must be null first and one other type");
        }
    }

    private static boolean isBlank(String doc) {
        return doc == null || doc.isBlank();
    }
}
