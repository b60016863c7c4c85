package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IngestorValidatorsTest {

    @Test
    void readsANumberWithAUnit() {
        assertThat(IngestorValidators.duration("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(IngestorValidators.duration("15m")).isEqualTo(Duration.ofMinutes(15));
        assertThat(IngestorValidators.duration("120h")).isEqualTo(Duration.ofDays(5));
        assertThat(IngestorValidators.duration("3d")).isEqualTo(Duration.ofDays(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "120", "h", "0h", "-1h", "1.5h", "1w", "120 h", "9999999999h"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> IngestorValidators.duration(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("120h");
    }
}
