package org.wecomarchive.decryptor.parked;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.schemas.RecordKeys;

final class ParkedKeyTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 42, Long.MAX_VALUE})
    void isTheInverseOfTheKeyOfARecord(long seq) {
        assertThat(ParkedKey.of(RecordKeys.of("ww1:2", seq).getBytes(UTF_8))).contains(new ParkedKey("ww1:2", seq));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ww1",
                "ww1:42",
                ":00000000000000000042",
                "ww1:09223372036854775808",
                "ww1:10000000000000000000"
            })
    void isNothingForOtherKeys(String key) {
        assertThat(ParkedKey.of(key.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void isNothingWithoutAKey() {
        assertThat(ParkedKey.of(null)).isEmpty();
    }
}
