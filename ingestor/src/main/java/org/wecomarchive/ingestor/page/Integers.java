package org.wecomarchive.ingestor.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads integers in every spelling that JSON has for them, as a number or as text: {@code 7}, {@code "7"}, {@code 7.0},
 * {@code "70e-1"}. Bounded to 100 digits and exponents of two digits, so that nothing grows when it is read.
 */
final class Integers {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,100}(\\.[0-9]{1,100})?([eE][+-]?[0-9]{1,2})?");

    private Integers() {}

    /** The parser's current value; empty if it is no integer. */
    static Optional<BigInteger> read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        boolean scalar = token.isNumeric() || token == JsonToken.VALUE_STRING;
        if (!scalar) {
            return Optional.empty();
        }
        String text = parser.getText().strip();
        return NUMBER.matcher(text).matches() ? exact(new BigDecimal(text)) : Optional.empty();
    }

    private static Optional<BigInteger> exact(BigDecimal number) {
        boolean whole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
        return whole ? Optional.of(number.toBigInteger()) : Optional.empty();
    }
}
