package org.wecomarchive.sinkelasticsearch.query;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wecomarchive.sinkelasticsearch.layout.IndexField;

/**
 * The recommended search: finds every message that holds all of the words exactly, and ranks by likeness.
 *
 * <p>Shape: {@link #json()} is the body of {@code POST <alias>/_search?ignore_unavailable=true}. A word or quoted
 * phrase is found wherever its characters stand in this order: one character, punctuation, digits, emoji, mixed
 * scripts. What people see decides: width and case of letters, invisible characters, marks that only decorate and the
 * kind of a blank make no difference. No message is left out by default: recalled messages, recalls and events without
 * text are found too. A search may be of any length: the first 200 characters rank, and of more than 3,000 the first
 * and last 1,500 decide what is found. Hits have no payload and no whole text; {@code highlight} has up to three pieces
 * of the first million characters.
 *
 * <p>Source: <a href="https://www.elastic.co/guide/en/elasticsearch/reference/8.19/search-search.html">search API</a>,
 * the same in 7.17, 8 and 9.
 */
public final class ArchiveQuery {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String EXACT = IndexField.TEXT.fieldName() + ".exact";
    private static final int GROUP = 500;

    /**
     * Elasticsearch 9 counts a clause for each term of a phrase, two a character, and a node allows a whole search 64 of them for
     * each MB of its heap and thread that searches: 7,904 with 512 MB and two processors.
     */
    private static final int HALF = 1500;

    /** An analyzer makes at most a few words of a character, and a query may have 1024. */
    private static final int BEGINNING = 200;

    private static final int HIGHLIGHTED_CHARACTERS = 1_000_000;
    private static final int HIGHLIGHTED_PARTS = 20;
    private static final int PIECES = 3;
    private static final int PIECE_CHARACTERS = 80;

    private final Builder wanted;
    private final SearchWords words;

    private ArchiveQuery(Builder wanted) {
        this.wanted = wanted;
        this.words = SearchWords.of(wanted.words).bounded(HALF);
    }

    /** Path and parameters of the request: an index that is closed makes no search fail, and is left out. */
    public static String path(String alias) {
        return "/" + alias + "/_search?ignore_unavailable=true";
    }

    /** A search for the words; blank ones find everything, latest first. */
    public static Builder words(String typed) {
        return new Builder(typed);
    }

    /** Optional filters of a search. */
    public static final class Builder {

        private final String words;
        private final Map<IndexField, String> terms = new LinkedHashMap<>();
        private Optional<Instant> from = Optional.empty();
        private Optional<Instant> until = Optional.empty();
        private int size = 20;

        private Builder(String words) {
            this.words = words;
        }

        public Builder corp(String corpId) {
            return term(IndexField.CORP_ID, corpId);
        }

        public Builder conversation(String conversationId) {
            return term(IndexField.CONVERSATION_ID, conversationId);
        }

        public Builder sender(String userId) {
            return term(IndexField.SENDER, userId);
        }

        /** Sent or received it. */
        public Builder party(String userId) {
            return term(IndexField.PARTIES, userId);
        }

        /** With malformed bytes or broken escapes: {@code text} and {@code payload} show them as U+FFFD. */
        public Builder damaged() {
            return term(IndexField.DAMAGED, "true");
        }

        /** Sent at this moment or later; messages without a date are left out. */
        public Builder from(Instant earliest) {
            from = Optional.of(earliest);
            return this;
        }

        /** Sent before this moment; messages without a date are left out. */
        public Builder until(Instant end) {
            until = Optional.of(end);
            return this;
        }

        /** Most hits, 20 by default. */
        public Builder size(int hits) {
            size = hits;
            return this;
        }

        private Builder term(IndexField field, String value) {
            terms.put(field, value);
            return this;
        }

        public ArchiveQuery build() {
            return new ArchiveQuery(this);
        }
    }

    /** The request's body. */
    public String json() {
        Map<String, Object> request = Map.of(
                "size", wanted.size,
                "track_total_hits", true,
                "_source", Map.of("excludes", List.of(IndexField.PAYLOAD.fieldName(), IndexField.TEXT.fieldName())),
                "query", Map.of("bool", bool()),
                "sort", sort(),
                "highlight", highlight());
        return JSON.valueToTree(request).toString();
    }

    private Map<String, Object> bool() {
        List<Object> filters = new ArrayList<>(phrases());
        wanted.terms.forEach((field, value) -> filters.add(Map.of("term", Map.of(field.fieldName(), value))));
        wanted.from.ifPresent(moment -> filters.add(sent("gte", moment)));
        wanted.until.ifPresent(moment -> filters.add(sent("lt", moment)));
        if (words.parts().isEmpty()) {
            return Map.of("filter", filters);
        }
        String beginning = SearchWords.beginning(words.joined(), BEGINNING);
        Object match = Map.of("match", Map.of(IndexField.TEXT.fieldName(), beginning));
        // Ranks and never excludes: the filters alone decide what is found.
        return Map.of("filter", filters, "should", List.of(match), "minimum_should_match", 0);
    }

    private static Object sent(String operator, Instant moment) {
        return Map.of("range", Map.of(IndexField.SENT_AT.fieldName(), Map.of(operator, moment.toString())));
    }

    /** In groups: a query may have 1024 clauses side by side, and each of them as many. */
    private List<Object> phrases() {
        List<String> parts = words.parts().stream().distinct().toList();
        List<Object> groups = new ArrayList<>();
        for (int from = 0; from < parts.size(); from += GROUP) {
            List<Object> phrases = parts.subList(from, Math.min(from + GROUP, parts.size())).stream()
                    .map(ArchiveQuery::phrase)
                    .toList();
            groups.add(Map.of("bool", Map.of("filter", phrases)));
        }
        return groups;
    }

    /** A part of nothing but invisible characters narrows no search. */
    private static Object phrase(String part) {
        return Map.of("match_phrase", Map.of(EXACT, Map.of("query", part, "zero_terms_query", "all")));
    }

    private List<Object> sort() {
        Map<String, Object> latest =
                Map.of(IndexField.SENT_AT.fieldName(), Map.of("order", "desc", "missing", "_last"));
        return words.parts().isEmpty() ? List.of(latest) : List.of("_score", latest);
    }

    private Map<String, Object> highlight() {
        Map<String, Object> pieces = Map.of(
                "type", "unified",
                "number_of_fragments", PIECES,
                "fragment_size", PIECE_CHARACTERS,
                "no_match_size", PIECE_CHARACTERS);
        Map<String, Object> highlight = new HashMap<>();
        highlight.put("max_analyzed_offset", HIGHLIGHTED_CHARACTERS);
        highlight.put("fields", Map.of(EXACT, pieces));
        if (!words.parts().isEmpty()) {
            // The highlighter takes a phrase for one term, and refuses the search where that is too long.
            List<Object> beginnings = words.parts().stream()
                    .limit(HIGHLIGHTED_PARTS)
                    .map(part -> phrase(SearchWords.beginning(part, BEGINNING)))
                    .toList();
            highlight.put("highlight_query", Map.of("bool", Map.of("should", beginnings)));
        }
        return highlight;
    }
}
