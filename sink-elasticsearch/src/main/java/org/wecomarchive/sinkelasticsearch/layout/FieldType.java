package org.wecomarchive.sinkelasticsearch.layout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How a field is mapped. */
enum FieldType {
    KEYWORD("keyword"),
    LONG("long"),
    INTEGER("integer"),
    BOOLEAN("boolean"),
    DATE("date"),
    /** For ranking with an analyzer by setting, and below it for every exact substring. */
    TEXT("text, text.exact"),
    /** Kept in the source and nowhere else, so that no length is refused. */
    STORED("stored");

    /** Lucene refuses terms over 32,766 bytes, and a character takes up to four. */
    private static final int LONGEST_KEYWORD = 8191;

    private final String label;

    FieldType(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** The definition of a field in a mapping. */
    ObjectNode mapping(String analyzer) {
        return switch (this) {
            case KEYWORD -> typed("keyword").put("ignore_above", LONGEST_KEYWORD);
            case LONG, INTEGER, BOOLEAN, DATE -> typed(label);
            case STORED -> typed("text").put("index", false).put("norms", false);
            case TEXT -> {
                ObjectNode text = typed("text").put("analyzer", analyzer);
                ObjectNode exact =
                        typed("text").put("analyzer", IndexTemplate.EXACT).put("norms", false);
                text.putObject("fields").set("exact", exact);
                yield text;
            }
        };
    }

    private static ObjectNode typed(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
