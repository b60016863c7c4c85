package org.wecomarchive.simulator.fault;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands behind the equals sign of a fault: a number of at most ten digits and its unit. */
enum Argument {
    NONE("nothing", 0, 0, Map.of()),
    RETURN_CODE("a return code from 1 to 99999", 1, 99_999, Map.of("", 1L)),
    ERRCODE("an errcode other than 0", -Integer.MAX_VALUE, Integer.MAX_VALUE, Map.of("", 1L)),
    COUNT("a number of records from 1 to 1000", 1, 1_000, Map.of("", 1L)),
    /** In milliseconds. */
    DURATION(
            "a duration such as 500ms, 30s, 5m, 12h or 6d, up to 36500d",
            1,
            36_500 * 86_400_000L,
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L)),
    /** In bytes. */
    SIZE("a size such as 300KiB or 4MiB, up to 64MiB", 1, 64L << 20, Map.of("KiB", 1L << 10, "MiB", 1L << 20));

    private static final Pattern NUMBER = Pattern.compile("(-?\\d{1,10})([A-Za-z]*)");

    private final String accepted;
    private final long least;
    private final long most;

    @SuppressWarnings("ImmutableEnumChecker") // Map.of does not change
    private final Map<String, Long> factors;

    /**
     * One kind of argument; 0 is never one.
     *
     * @param factors what a number is multiplied with, by its unit
     */
    Argument(String accepted, long least, long most, Map<String, Long> factors) {
        this.accepted = accepted;
        this.least = least;
        this.most = most;
        this.factors = factors;
    }

    /** @throws IllegalArgumentException that says what is accepted */
    long parse(String text) {
        if (this == NONE && text.isEmpty()) {
            return 0;
        }
        Matcher matcher = NUMBER.matcher(text);
        if (matcher.matches() && factors.containsKey(matcher.group(2))) {
            long number = Long.parseLong(matcher.group(1));
            long factor = factors.get(matcher.group(2));
            if (number != 0 && number >= least && number <= most / factor) {
                return number * factor;
            }
        }
        throw new IllegalArgumentException("it takes " + accepted);
    }

    /** The text that {@link #parse} takes, with its equals sign. */
    String text(long value) {
        return switch (this) {
            case NONE -> "";
            case RETURN_CODE, ERRCODE, COUNT -> "=" + value;
            case DURATION -> "=" + value + "ms";
            case SIZE -> "=" + value / (1 << 10) + "KiB";
        };
    }
}
