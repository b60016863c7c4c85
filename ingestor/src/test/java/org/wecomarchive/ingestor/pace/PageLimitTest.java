package org.wecomarchive.ingestor.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PageLimitTest {

    private static final Duration BEGIN = Duration.ofDays(3);

    private final PageLimit limit = new PageLimit(1000);

    @Test
    void beginsAtItsMaximum() {
        assertThat(limit.current()).isEqualTo(1000);
    }

    @Test
    void halvesButNeverBelowOne() {
        limit.shrink();
        assertThat(limit.current()).isEqualTo(500);

        for (int i = 0; i < 20; i++) {
            limit.shrink();
        }
        assertThat(limit.current()).isEqualTo(1);
    }

    @Test
    void growsByATenthOfItsMaximumUpToIt() {
        limit.shrink();

        limit.grow(BEGIN);
        assertThat(limit.current()).isEqualTo(600);

        for (int i = 0; i < 20; i++) {
            limit.grow(BEGIN);
        }
        assertThat(limit.current()).isEqualTo(1000);
    }

    @Test
    void growsBackFromOneEvenWhereATenthIsNothing() {
        PageLimit small = new PageLimit(3);
        small.shrink();

        small.grow(BEGIN);

        assertThat(small.current()).isEqualTo(2);
    }

    @Test
    void doesNotAskForARefusedSizeForAnHour() {
        limit.refuse(BEGIN);
        limit.refuse(BEGIN);

        limit.grow(BEGIN.plusMinutes(59));
        int within = limit.current();
        limit.grow(BEGIN.plusMinutes(60));

        assertThat(within).isEqualTo(250);
        assertThat(limit.current()).isEqualTo(350);
    }

    @Test
    void shrinksBelowItsCeilingAndGrowsBackToIt() {
        limit.refuse(BEGIN);
        limit.shrink();

        for (int i = 0; i < 20; i++) {
            limit.grow(BEGIN);
        }

        assertThat(limit.current()).isEqualTo(500);
    }
}
