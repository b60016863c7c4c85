package org.wecomarchive.sinkiceberg.write;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class KeySetTest {

    private final KeySet keys = new KeySet();

    @Test
    void holdsEveryKeyOnce() {
        RowKey large = new RowKey("ww2", Long.MAX_VALUE);
        keys.add(new RowKey("ww1", 3));
        keys.add(new RowKey("ww1", 3));
        keys.add(large);

        assertThat(keys.corps()).containsExactlyInAnyOrder("ww1", "ww2");
        assertThat(keys.contains(new RowKey("ww1", 3))).isTrue();
        assertThat(keys.size()).isEqualTo(2);
        assertThat(keys.contains(large)).isTrue();
        assertThat(keys.contains(new RowKey("ww2", 3))).isFalse();
        assertThat(keys.highest("ww2")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void listsSeqsUpToABoundInclusive() {
        for (long seq : new long[] {9, 4, 7, 0}) {
            keys.add(new RowKey("ww1", seq));
        }

        assertThat(keys.upTo("ww1", 7)).containsExactly(0, 4, 7);
        assertThat(keys.upTo("ww1", -1)).isEmpty();
        assertThat(keys.upTo("other", 7)).isEmpty();
    }
}
