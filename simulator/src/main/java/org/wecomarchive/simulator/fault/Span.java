package org.wecomarchive.simulator.fault;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers from {@code from} to {@code to}, both included, unsigned.
 *
 * <p><b>Shape.</b> {@code 5}, {@code 5..8}, {@code 5..} without an end.
 */
record Span(long from, long to) {

    static final long ENDLESS = -1;

    private static final Pattern FORM = Pattern.compile("(\\d{1,20})(\\.\\.(\\d{0,20}))?");

    Span {
        if (Long.compareUnsigned(from, to) > 0) {
            throw new IllegalArgumentException("a span cannot end before it begins");
        }
    }

    static Span parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a span is written 5, 5..8 or 5..");
        }
        long from = Long.parseUnsignedLong(matcher.group(1));
        if (matcher.group(2) == null) {
            return new Span(from, from);
        }
        return new Span(from, matcher.group(3).isEmpty() ? ENDLESS : Long.parseUnsignedLong(matcher.group(3)));
    }

    boolean contains(long number) {
        return Long.compareUnsigned(number, from) >= 0 && Long.compareUnsigned(number, to) <= 0;
    }

    String text() {
        if (from == to) {
            return Long.toUnsignedString(from);
        }
        return Long.toUnsignedString(from) + ".." + (to == ENDLESS ? "" : Long.toUnsignedString(to));
    }
}
