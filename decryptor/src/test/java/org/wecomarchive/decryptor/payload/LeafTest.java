package org.wecomarchive.decryptor.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeafTest {

    @ParameterizedTest
    @CsvSource({
        "12,12",
        "12.0,12",
        "1.2e1,12",
        "'\"12\"',12",
        "'\" 12.0 \"',12",
        "-5,-5",
        "9223372036854775807,9223372036854775807"
    })
    void readsIntegersHoweverTheyAreSpelled(String json, long expected) {
        assertThat(Leaf.integer(value(json))).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12.5",
                "9223372036854775808",
                "1e400",
                "1e999999999",
                "1e-999999999",
                "true",
                "null",
                "[]",
                "{}",
                "\"\"",
                "\"twelve\"",
                "\"0x10\"",
                "\"1L\"",
                "\"\u0661\"",
                "\"1e99999999999\""
            })
    void hasNoIntegerForWhatIsNone(String json) {
        assertThat(Leaf.integer(value(json))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "18446744073709551615,18446744073709551615",
        "'\"11101571002822701234\"',11101571002822701234",
        "1e19,10000000000000000000",
        "0,0",
        "0e999999999,0"
    })
    void keepsEveryDigitOfUnsignedNumbers(String json, String expected) {
        assertThat(Leaf.unsigned(value(json))).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"18446744073709551616", "-1", "0.5", "1e999999999", "\"abc\"", "true"})
    void hasNoUnsignedNumberForWhatIsNone(String json) {
        assertThat(Leaf.unsigned(value(json))).isEmpty();
    }

    @Test
    void neverComputesNumbersLongerThanItsBound() {
        JsonValue longest = value("1" + ".0".concat("0".repeat(Leaf.MAX_DIGITS - 3)));
        JsonValue longer = value("1" + ".0".concat("0".repeat(Leaf.MAX_DIGITS - 2)));

        assertThat(Leaf.integer(longest)).contains(1L);
        assertThat(Leaf.integer(longer)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"116.397128,116.397128", "'\"39.9\"',39.9", "15,15.0"})
    void readsReals(String json, double expected) {
        assertThat(Leaf.real(value(json))).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "\"NaN\"", "\"Infinity\"", "\"1d\"", "\"0x1p3\"", "{}"})
    void hasNoRealForWhatIsNone(String json) {
        assertThat(Leaf.real(value(json))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true,true", "false,false", "1,true", "0,false", "'\"TRUE\"',true", "'\"0\"',false"})
    void readsFlags(String json, boolean expected) {
        assertThat(Leaf.flag(value(json))).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "\"yes\"", "null", "[true]", "\"\""})
    void hasNoFlagForWhatIsNone(String json) {
        assertThat(Leaf.flag(value(json))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"12,12", "12.50,12.50", "true,true", "11101571002822701234,11101571002822701234", "'\"a\"',a"})
    void readsTextAsItIsSpelled(String json, String expected) {
        assertThat(Leaf.text(value(json))).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null", "{}", "[\"a\"]"})
    void hasNoTextForWhatIsNone(String json) {
        assertThat(Leaf.text(value(json))).isEmpty();
    }

    @Test
    void tellsSecondsFromMilliseconds() {
        Instant expected = Instant.parse("2025-01-01T00:01:01Z");

        assertThat(Leaf.instant(value("1735689661"))).contains(expected);
        assertThat(Leaf.instant(value("1735689661000"))).contains(expected);
        assertThat(Leaf.instant(value("\"1735689661\""))).contains(expected);
        assertThat(Leaf.instant(value("946684800"))).contains(Instant.parse("2000-01-01T00:00:00Z"));
        assertThat(Leaf.instant(value("946684800000"))).contains(Instant.parse("2000-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "946684799",
                "100000000000",
                "946684799999",
                "253402300800000",
                "1735689661000000",
                "9223372036854775807",
                "18446744075445241277",
                "18446745809399213"
            })
    void hasNoInstantForImplausibleNumbers(String json) {
        assertThat(Leaf.instant(value(json))).isEmpty();
    }

    private JsonValue value(String json) {
        return new JsonReader().read(MendedText.of(json)).orElseThrow();
    }
}
