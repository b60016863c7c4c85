package org.wecomarchive.sinkiceberg.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SeqRangesTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithASetInAnyOrder(long seed) {
        Random random = new Random(seed);
        SeqRanges ranges = new SeqRanges();
        Set<Long> set = new HashSet<>();

        for (int i = 0; i < 2_000; i++) {
            long seq = random.nextInt(1_000);

            assertThat(ranges.add(seq)).as("%s of seed %s", seq, seed).isEqualTo(set.add(seq));
        }
    }

    @Test
    void knowsTheEndsOfTheRange() {
        SeqRanges ranges = new SeqRanges();

        assertThat(ranges.add(Long.MAX_VALUE)).isTrue();
        assertThat(ranges.add(Long.MAX_VALUE)).isFalse();
        assertThat(ranges.add(Long.MAX_VALUE - 1)).isTrue();
        assertThat(ranges.add(0)).isTrue();
    }
}
