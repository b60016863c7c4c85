package org.wecomarchive.simulator.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeededRandomTest {

    @Test
    void rollsTheSameNumbersInEveryRelease() {
        SeededRandom random = SeededRandom.of(7, "golden", 42);

        long[] numbers = {random.next(), random.next(), random.next()};

        assertThat(numbers).containsExactly(-6977558973080447939L, -4728595826838136440L, 6874583902229103581L);
        assertThat(SeededRandom.mix(0)).isEqualTo(0xE220A8397B1DCDAFL);
    }

    @Test
    void rollsUnrelatedNumbersForAnotherPurposeOrItem() {
        long first = SeededRandom.of(7, "golden", 42).next();

        assertThat(SeededRandom.of(7, "silver", 42).next()).isNotEqualTo(first);
        assertThat(SeededRandom.of(7, "golden", 43).next()).isNotEqualTo(first);
        assertThat(SeededRandom.of(8, "golden", 42).next()).isNotEqualTo(first);
    }

    @Test
    void reachesBothEndsOfARange() {
        SeededRandom random = SeededRandom.of(7, "range", 0);

        int[] rolls = IntStream.range(0, 200)
                .map(i -> random.between(3, 5))
                .distinct()
                .sorted()
                .toArray();

        assertThat(rolls).containsExactly(3, 4, 5);
    }
}
