package org.wecomarchive.simulator.fault;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands behind the equals sign of a fault. */
enum Argument {
    NONE("nothing", "") {
        @Override
        long value(long number, String unit) {
            return number;
        }
    },
    RETURN_CODE("a return code from 1 to 99999", "") {
        @Override
        long value(long number, String unit) {
            return number >= 1 && number <= 99_999 ? number : REFUSED;
        }
    },
    ERRCODE("an errcode other than 0", "") {
        @Override
        long value(long number, String unit) {
            return number == 0 || Math.abs(number) > Integer.MAX_VALUE ? REFUSED : number;
        }
    },
    COUNT("a number of records from 1 to 1000", "") {
        @Override
        long value(long number, String unit) {
            return number >= 1 && number <= 1_000 ? number : REFUSED;
        }
    },
    /** In milliseconds. */
    DURATION("a duration such as 500ms, 30s, 5m, 12h or 6d, up to 36500d", "ms|s|m|h|d") {
        @Override
        long value(long number, String unit) {
            long unitMs =
                    switch (unit) {
                        case "ms" -> 1;
                        case "s" -> 1_000;
                        case "m" -> 60_000;
                        case "h" -> 3_600_000;
                        default -> DAY_MS;
                    };
            return within(number, unitMs, LONGEST_DAYS * DAY_MS);
        }
    },
    /** In bytes. */
    SIZE("a size such as 300KiB or 4MiB, up to 64MiB", "KiB|MiB") {
        @Override
        long value(long number, String unit) {
            return within(number, unit.equals("KiB") ? 1 << 10 : 1 << 20, LARGEST_BYTES);
        }
    };

    private static final long REFUSED = Long.MIN_VALUE;
    private static final long LARGEST_BYTES = 64L << 20;
    private static final long DAY_MS = 86_400_000;
    private static final long LONGEST_DAYS = 36_500;
    private static final Pattern NUMBER = Pattern.compile("(-?\\d{1,10})([A-Za-z]*)");

    private final String accepted;
    private final Pattern units;

    Argument(String accepted, String units) {
        this.accepted = accepted;
        this.units = Pattern.compile(units);
    }

    abstract long value(long number, String unit);

    private static long within(long number, long factor, long most) {
        return number < 1 || number > most / factor ? REFUSED : number * factor;
    }

    /** @throws IllegalArgumentException that says what is accepted */
    long parse(String text) {
        if (this == NONE) {
            if (text.isEmpty()) {
                return 0;
            }
            throw refusal();
        }
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches() || !units.matcher(matcher.group(2)).matches()) {
            throw refusal();
        }
        long value = value(Long.parseLong(matcher.group(1)), matcher.group(2));
        if (value == REFUSED) {
            throw refusal();
        }
        return value;
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

    private IllegalArgumentException refusal() {
        return new IllegalArgumentException("it takes " + accepted);
    }
}
