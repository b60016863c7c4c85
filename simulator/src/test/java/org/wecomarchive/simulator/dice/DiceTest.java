package org.wecomarchive.simulator.dice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiceTest {

    @Test
    void rollsTheSameNumbersInEveryRelease() {
        Dice dice = Dice.of(7, "golden", 42);

        long[] numbers = {dice.next(), dice.next(), dice.next()};

        assertThat(numbers).containsExactly(-6977558973080447939L, -4728595826838136440L, 6874583902229103581L);
        assertThat(Dice.mix(0)).isEqualTo(0xE220A8397B1DCDAFL);
    }

    @Test
    void rollsUnrelatedNumbersForAnotherPurposeOrItem() {
        long first = Dice.of(7, "golden", 42).next();

        assertThat(Dice.of(7, "silver", 42).next()).isNotEqualTo(first);
        assertThat(Dice.of(7, "golden", 43).next()).isNotEqualTo(first);
        assertThat(Dice.of(8, "golden", 42).next()).isNotEqualTo(first);
    }

    @Test
    void reachesBothEndsOfARange() {
        Dice dice = Dice.of(7, "range", 0);

        int[] rolls = IntStream.range(0, 200)
                .map(i -> dice.between(3, 5))
                .distinct()
                .sorted()
                .toArray();

        assertThat(rolls).containsExactly(3, 4, 5);
    }
}
