package org.wecomarchive.sinkelasticsearch.query;

import java.util.ArrayList;
import java.util.List;

/**
 * What a person typed, in parts that must all be found: a part is a word between blanks or anything between quotes, straight
 * ({@code "…"}) or curly ({@code “…”}). A quote that is not closed reaches to the end.
 */
record SearchWords(List<String> parts) {

    SearchWords {
        parts = List.copyOf(parts);
    }

    static SearchWords of(String typed) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < typed.length(); i++) {
            char next = typed.charAt(i);
            if (isQuote(next)) {
                end(part, parts);
                quoted = !quoted;
            } else if (!quoted && isBlank(next)) {
                end(part, parts);
            } else {
                part.append(next);
            }
        }
        end(part, parts);
        return new SearchWords(parts);
    }

    private static void end(StringBuilder part, List<String> parts) {
        if (!part.isEmpty()) {
            parts.add(part.toString());
            part.setLength(0);
        }
    }

    private static boolean isQuote(char next) {
        return next == '"' || next == '\u201c' || next == '\u201d';
    }

    /** Ideographic and non-breaking blanks too. */
    private static boolean isBlank(char next) {
        return Character.isWhitespace(next) || Character.isSpaceChar(next);
    }

    /** All parts as one text, for ranking. */
    String joined() {
        return String.join(" ", parts);
    }
}
