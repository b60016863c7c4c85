package org.wecomarchive.ingestor.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class IdlePauseTest {

    private final IdlePause pause = new IdlePause(Duration.ofMillis(100), Duration.ofSeconds(1));

    @Test
    void growsFromItsFirstPauseToItsCap() {
        assertThat(Stream.generate(pause::next).limit(6))
                .extracting(Duration::toMillis)
                .containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L);
    }

    @Test
    void isShortAgainAfterRecordsCame() {
        pause.next();
        pause.next();

        pause.reset();

        assertThat(pause.next()).isEqualTo(Duration.ofMillis(100));
    }
}
