package org.wecomarchive.decryptor.payload;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;

/** Numbers of a payload, given as numbers or as strings; longer than {@value #MAX_DIGITS} characters is no number. */
final class Numerals {

    static final int MAX_DIGITS = 1_000;

    private static final BigInteger MAX_UNSIGNED =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    private Numerals() {}

    /** A number without fraction within the range of {@code long}; {@code 12.0} and {@code "12"} are 12. */
    static OptionalLong integer(Json json) {
        Optional<BigDecimal> number = number(json);
        if (number.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(number.get().longValueExact());
        } catch (ArithmeticException fractionOrRange) {
            return OptionalLong.empty();
        }
    }

    /** The decimal digits of a number without fraction in 0 … 2^64 - 1. */
    static Optional<String> unsigned(Json json) {
        return number(json)
                .filter(Numerals::fitsUnsigned)
                .filter(number -> number.stripTrailingZeros().scale() <= 0)
                .map(number -> number.toBigInteger().toString());
    }

    /** The nearest finite double. */
    static Optional<Double> real(Json json) {
        return number(json).map(BigDecimal::doubleValue).filter(Double::isFinite);
    }

    /** Compares before it converts: the digits of {@code 1e999999999} would fill the memory. */
    private static boolean fitsUnsigned(BigDecimal number) {
        return number.signum() >= 0 && number.compareTo(new BigDecimal(MAX_UNSIGNED)) <= 0;
    }

    private static Optional<BigDecimal> number(Json json) {
        return json.scalar().map(String::strip).filter(Numerals::isNumeral).flatMap(Numerals::parse);
    }

    /** Only the characters of JSON's own numbers: Java's parsers accept other digits and words too. */
    private static boolean isNumeral(String text) {
        return text.length() <= MAX_DIGITS
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0);
    }

    private static Optional<BigDecimal> parse(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
