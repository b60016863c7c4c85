package org.wecomarchive.sinkelasticsearch.layout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** Body of {@code PUT _index_template/…}. */
    public String json() {
        Map<String, Object> template = new LinkedHashMap<>();
        template.put("settings", settings());
        template.put("mappings", mappings());
        template.put("aliases", Map.of(names.alias(), Map.of()));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("index_patterns", List.of(names.pattern()));
        body.put("priority", PRIORITY);
        body.put("version", MAPPING_VERSION);
        body.put("_meta", Map.of("product", PRODUCT, "mapping_version", MAPPING_VERSION));
        body.put("template", template);
        return written(body);
    }

    private static String written(Map<String, Object> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a template cannot be written", e);
        }
    }

    /** Body of {@code PUT <index>/_mapping} that brings an index of an earlier version up to this one. */
    public String upgradeJson() {
        Map<String, Object> mappings = mappings();
        Map<String, Object> fields = new LinkedHashMap<>();
        for (IndexField field : IndexField.values()) {
            // The analysis of a text is fixed when its index is made.
            if (field != IndexField.TEXT) {
                fields.put(field.fieldName(), field.type().mapping(analyzer));
            }
        }
        mappings.put("properties", fields);
        return written(mappings);
    }

    private Map<String, Object> settings() {
        Map<String, Object> tokenizer = new LinkedHashMap<>();
        tokenizer.put("type", "ngram");
        tokenizer.put("min_gram", 1);
        tokenizer.put("max_gram", 2);
        Map<String, Object> exact = new LinkedHashMap<>();
        exact.put("type", "custom");
        exact.put("char_filter", ExactText.FILTERS);
        exact.put("tokenizer", EXACT);
        exact.put("filter", List.of("lowercase"));
        return Map.of(
                "index",
                Map.of("number_of_shards", shards, "number_of_replicas", replicas),
                "analysis",
                Map.of(
                        "char_filter",
                        ExactText.definitions(),
                        "tokenizer",
                        Map.of(EXACT, tokenizer),
                        "analyzer",
                        Map.of(EXACT, exact)));
    }

    private Map<String, Object> mappings() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (IndexField field : IndexField.values()) {
            properties.put(field.fieldName(), field.type().mapping(analyzer));
        }
        Map<String, Object> mappings = new LinkedHashMap<>();
        mappings.put("dynamic", "strict");
        mappings.put("_meta", Map.of("product", PRODUCT, "mapping_version", MAPPING_VERSION));
        mappings.put("properties", properties);
        return mappings;
    }
}
