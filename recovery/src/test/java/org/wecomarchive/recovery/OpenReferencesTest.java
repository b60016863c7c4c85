package org.wecomarchive.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenReferencesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"${env:NOPE}", "/keys/${env:NOPE}/x", "${file:/etc/NOPE.properties:key}", "a\n${vault:NOPE}"})
    void refusesWhatNothingHasReplacedWithoutQuotingIt(String value) {
        assertThat(OpenReferences.refusals(Map.of("keys.dir", value, "secret", new Password(value))))
                .containsOnlyKeys("keys.dir", "secret")
                .allSatisfy((key, sentence) ->
                        assertThat(sentence).startsWith(key + " ").doesNotContain("NOPE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/keys", "$", "${}", "${NAME}", "pa$$word{a:b}", "${env.HOME:-/root}"})
    void acceptsOtherValues(String value) {
        assertThat(OpenReferences.refusals(Map.of("keys.dir", value))).isEmpty();
    }
}
