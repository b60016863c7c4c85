package org.wecomarchive.ingestor.pace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PageLimitTest {

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

        limit.grow();
        assertThat(limit.current()).isEqualTo(600);

        for (int i = 0; i < 20; i++) {
            limit.grow();
        }
        assertThat(limit.current()).isEqualTo(1000);
    }

    @Test
    void growsBackFromOneEvenWhereATenthIsNothing() {
        PageLimit small = new PageLimit(3);
        small.shrink();

        small.grow();

        assertThat(small.current()).isEqualTo(2);
    }
}
