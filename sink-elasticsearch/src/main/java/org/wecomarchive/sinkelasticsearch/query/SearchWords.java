package org.wecomarchive.sinkelasticsearch.query;

import java.util.ArrayList;
import java.util.List;

/**
 * What a person typed, in parts that must all be found: a part is a word between blanks or anything between quotes,
 * straight ({@code "…"}) or curly ({@code “…”}).
 *
 * <p>A quote opens a phrase where a word begins, and inside a word if the phrase has a blank. A quote closes it where
 * a word ends. Any other quote is a character like any other, and so is one behind a backslash: {@code 27"},
 * {@code "27\" 屏幕"}.
 */
record SearchWords(List<String> parts) {

    SearchWords {
        parts = List.copyOf(parts);
    }

    static SearchWords of(String typed) {
        return new Reader(typed).read();
    }

    /** These parts, or of more characters than twice the half the beginning and the end. */
    SearchWords bounded(int half) {
        if (parts.stream().mapToInt(String::length).sum() <= 2 * half) {
            return this;
        }
        List<String> bounded = new ArrayList<>();
        int left = half;
        for (int i = 0; i < parts.size() && left > 0; i++) {
            bounded.add(beginning(parts.get(i), left));
            left -= parts.get(i).length();
        }
        left = half;
        for (int i = parts.size() - 1; i >= 0 && left > 0; i--) {
            bounded.add(end(parts.get(i), left));
            left -= parts.get(i).length();
        }
        return new SearchWords(bounded);
    }

    /** All parts as one text, for ranking. */
    String joined() {
        return String.join(" ", parts);
    }

    /** At most so many characters, never half of one. */
    static String beginning(String text, int characters) {
        int end = Math.min(text.length(), characters);
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    private static String end(String text, int characters) {
        int start = Math.max(0, text.length() - characters);
        return text.substring(start > 0 && Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start);
    }

    private static boolean isQuote(char next) {
        return next == '"' || next == '\u201c' || next == '\u201d';
    }

    /** Ideographic and non-breaking blanks too. */
    private static boolean isBlank(char next) {
        return Character.isWhitespace(next) || Character.isSpaceChar(next);
    }

    /** One pass over what was typed. */
    private static final class Reader {

        private static final int NONE = -1;

        private final String typed;
        private final List<String> parts = new ArrayList<>();
        private final StringBuilder part = new StringBuilder();
        private int at;

        Reader(String typed) {
            this.typed = typed;
        }

        SearchWords read() {
            while (at < typed.length()) {
                char next = typed.charAt(at);
                int close = isQuote(next) ? close() : NONE;
                if (close != NONE) {
                    endPart();
                    at++;
                    while (at < close) {
                        take(close);
                    }
                    endPart();
                    at = close + 1;
                } else if (isBlank(next)) {
                    endPart();
                    at++;
                } else {
                    take(typed.length());
                }
            }
            endPart();
            return new SearchWords(parts);
        }

        /** Where the phrase ends that opens here; a quote behind a backslash ends it only if there is no other. */
        private int close() {
            int close = NONE;
            for (int i = at + 1; i < typed.length(); i++) {
                boolean candidate = isQuote(typed.charAt(i)) && endsWord(i);
                if (candidate && !isEscaped(i)) {
                    close = i;
                    break;
                }
                close = candidate ? i : close;
            }
            return close != NONE && (part.isEmpty() || hasBlank(close)) ? close : NONE;
        }

        private boolean endsWord(int quote) {
            return quote + 1 == typed.length() || isBlank(typed.charAt(quote + 1));
        }

        private boolean isEscaped(int quote) {
            return typed.charAt(quote - 1) == '\\';
        }

        private boolean hasBlank(int end) {
            return typed.substring(at, end).chars().anyMatch(next -> isBlank((char) next));
        }

        private void take(int end) {
            char next = typed.charAt(at++);
            boolean escapes = next == '\\' && at < end && isQuote(typed.charAt(at));
            part.append(escapes ? typed.charAt(at++) : next);
        }

        private void endPart() {
            if (!part.isEmpty()) {
                parts.add(part.toString());
                part.setLength(0);
            }
        }
    }
}
