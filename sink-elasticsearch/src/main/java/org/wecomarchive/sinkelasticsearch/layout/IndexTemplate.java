package org.wecomarchive.sinkelasticsearch.layout;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The index template that every index of ours is made from: strict, so that no message can grow the mapping.
 *
 * @param names of the indices
 * @param analyzer for ranking, for example {@code cjk}
 * @param shards primary shards of an index
 * @param replicas of each shard
 */
public record IndexTemplate(IndexNames names, String analyzer, int shards, int replicas) {

    /**
     * Raised with every change of the mapping. Indices of earlier versions are given the fields that they lack; their {@code
     * text.exact} keeps its analysis.
     */
    public static final int MAPPING_VERSION = 2;

    /** Names us in the {@code _meta} of mappings. */
    public static final String PRODUCT = "wecom-archive";

    /** The analyzer of {@code text.exact}: every character and every pair of them is a term. */
    static final String EXACT = "wecom_exact";

    private static final JsonMapper JSON = new JsonMapper();

    /** Above the built-in templates of a distribution, which reach 101. */
    private static final int PRIORITY = 500;

    private static final Map<String, Object> META = Map.of("product", PRODUCT, "mapping_version", MAPPING_VERSION);

    /** Body of {@code PUT _index_template/…}. */
    public String json() {
        return written(Map.of(
                "index_patterns",
                List.of(names.pattern()),
                "priority",
                PRIORITY,
                "version",
                MAPPING_VERSION,
                "_meta",
                META,
                "template",
                Map.of(
                        "settings",
                        settings(),
                        "mappings",
                        mappings(EnumSet.allOf(IndexField.class)),
                        "aliases",
                        Map.of(names.alias(), Map.of()))));
    }

    /** Body of {@code PUT <index>/_mapping} that brings an index of an earlier version up to this one. */
    public String upgradeJson() {
        // The analysis of a text is fixed when its index is made.
        return written(mappings(EnumSet.complementOf(EnumSet.of(IndexField.TEXT))));
    }

    private static String written(Map<String, Object> body) {
        return JSON.valueToTree(body).toString();
    }

    private Map<String, Object> settings() {
        Map<String, Object> exact = Map.of(
                "type", "custom", "char_filter", ExactText.FILTERS, "tokenizer", EXACT, "filter", List.of("lowercase"));
        return Map.of(
                "index",
                Map.of("number_of_shards", shards, "number_of_replicas", replicas),
                "analysis",
                Map.of(
                        "char_filter",
                        ExactText.definitions(),
                        "tokenizer",
                        Map.of(EXACT, Map.of("type", "ngram", "min_gram", 1, "max_gram", 2)),
                        "analyzer",
                        Map.of(EXACT, exact)));
    }

    private Map<String, Object> mappings(Set<IndexField> fields) {
        Map<String, Object> properties = new LinkedHashMap<>();
        fields.forEach(field -> properties.put(field.fieldName(), field.type().mapping(analyzer)));
        return Map.of("dynamic", "strict", "_meta", META, "properties", properties);
    }
}
