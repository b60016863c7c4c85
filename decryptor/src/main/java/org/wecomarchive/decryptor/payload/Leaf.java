package org.wecomarchive.decryptor.payload;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * How one JSON value becomes one value of a schema field; what cannot become one is absent, never an error. A number may
 * stand in a string, and has at most {@value #MAX_DIGITS} characters.
 */
final class Leaf {

    static final int MAX_DIGITS = 1_000;
    private static final BigDecimal MAX_UNSIGNED = new BigDecimal("18446744073709551615");
    /** As seconds it is in the year 5138, as milliseconds in 1973: no message has either date. */
    private static final long FIRST_MILLIS = 100_000_000_000L;
    /** 2000-01-01T00:00:00Z: WeCom is younger, so anything earlier is a wrong unit or a placeholder. */
    private static final long EARLIEST_MS = 946_684_800_000L;
    /** 9999-12-31T23:59:59.999Z. */
    private static final long LATEST_MS = 253_402_300_799_999L;

    private Leaf() {}

    /** A string; numbers and booleans as they are spelled. Empty is absent. */
    static Optional<String> text(JsonValue json) {
        return json.scalar().filter(text -> !text.isEmpty());
    }

    /** A number without fraction within the range of {@code long}; {@code 12.0} and {@code "12"} are 12. */
    static Optional<Long> integer(JsonValue json) {
        try {
            return number(json).map(BigDecimal::longValueExact);
        } catch (ArithmeticException fractionOrRange) {
            return Optional.empty();
        }
    }

    /** The decimal digits of a number without fraction in 0 … 2^64 - 1. */
    static Optional<String> unsigned(JsonValue json) {
        // Compares before it converts: the digits of 1e999999999 would fill the memory.
        return number(json)
                .filter(number -> number.signum() >= 0 && number.compareTo(MAX_UNSIGNED) <= 0)
                .filter(number -> number.stripTrailingZeros().scale() <= 0)
                .map(number -> number.toBigInteger().toString());
    }

    /** The nearest finite double. */
    static Optional<Double> real(JsonValue json) {
        return number(json).map(BigDecimal::doubleValue).filter(Double::isFinite);
    }

    /** A boolean, 0 or 1, or the text of these. */
    static Optional<Boolean> flag(JsonValue json) {
        String text = json.scalar().map(String::strip).orElse("");
        if (text.equals("1") || text.equalsIgnoreCase("true")) {
            return Optional.of(true);
        }
        return text.equals("0") || text.equalsIgnoreCase("false") ? Optional.of(false) : Optional.empty();
    }

    /** An instant in seconds, or from 10^11 on in milliseconds, since the epoch. */
    static Optional<Instant> instant(JsonValue json) {
        return integer(json)
                .map(value -> value > 0 && value < FIRST_MILLIS ? value * 1_000L : value)
                .filter(millis -> millis >= EARLIEST_MS && millis <= LATEST_MS)
                .map(Instant::ofEpochMilli);
    }

    private static Optional<BigDecimal> number(JsonValue json) {
        Optional<String> numeral = json.scalar().map(String::strip).filter(Leaf::isNumeral);
        try {
            return numeral.map(BigDecimal::new);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** Only the characters of JSON's own numbers: Java's parsers accept other digits and words too. */
    private static boolean isNumeral(String text) {
        return text.length() <= MAX_DIGITS
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0);
    }
}
