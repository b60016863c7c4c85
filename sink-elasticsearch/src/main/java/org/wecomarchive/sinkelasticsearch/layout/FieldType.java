package org.wecomarchive.sinkelasticsearch.layout;

import java.util.LinkedHashMap;
import java.util.Map;

/** How a field is mapped. */
enum FieldType {
    KEYWORD("keyword") {
        @Override
        Map<String, Object> mapping(String analyzer) {
            return ordered("type", "keyword", "ignore_above", LONGEST_KEYWORD);
        }
    },
    LONG("long"),
    INTEGER("integer"),
    BOOLEAN("boolean"),
    DATE("date"),
    /** For ranking with an analyzer by setting, and below it for every exact substring. */
    TEXT("text, text.exact") {
        @Override
        Map<String, Object> mapping(String analyzer) {
            Map<String, Object> exact = ordered("type", "text", "analyzer", IndexTemplate.EXACT, "norms", false);
            return ordered("type", "text", "analyzer", analyzer, "fields", Map.of("exact", exact));
        }
    },
    /** Kept in the source and nowhere else, so that no length is refused. */
    STORED("stored") {
        @Override
        Map<String, Object> mapping(String analyzer) {
            return ordered("type", "text", "index", false, "norms", false);
        }
    };

    /** Lucene refuses terms over 32,766 bytes, and a character takes up to four. */
    private static final int LONGEST_KEYWORD = 8191;

    private final String label;

    FieldType(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    Map<String, Object> mapping(String analyzer) {
        return ordered("type", label);
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
