package org.wecomarchive.sinkelasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages that people could not find, and the searches that must find them.
 *
 * @param texts text of each message by its id
 * @param expectations each search with exactly what it must find
 */
record SearchCase(Map<String, String> texts, List<SearchQuality.Expectation> expectations) {

    /** Reads {@code searches/<name>.json}; of several ways to write one search the first counts. */
    static SearchCase load(String name) throws IOException {
        JsonNode file = new ObjectMapper().readTree(text(name + ".json"));
        Map<String, String> texts = new LinkedHashMap<>();
        file.get("messages")
                .forEach(message -> texts.put(
                        message.get("msgid").asText(),
                        message.at("/payload/text/content").asText()));
        List<SearchQuality.Expectation> expectations = new ArrayList<>();
        file.get("searches").forEach(search -> {
            String words = search.has("words")
                    ? search.get("words").asText()
                    : search.at("/any/0").asText();
            List<String> finds = new ArrayList<>();
            search.get("finds").forEach(id -> finds.add(id.asText()));
            expectations.add(new SearchQuality.Expectation(words, finds));
        });
        return new SearchCase(texts, expectations);
    }

    /** A file of the folder {@code searches}. */
    static String text(String file) throws IOException {
        try (InputStream in = SearchCase.class.getResourceAsStream("/searches/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
