package org.wecomarchive.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeqSetTest {

    @Test
    void holdsSeqsOfTheWholeRange() {
        SeqSet set = Books.source(0, 1023, 1024, Long.MAX_VALUE);

        assertThat(set.size()).isEqualTo(4);
        assertThat(set.contains(Books.CORP, Long.MAX_VALUE)).isTrue();
        assertThat(set.contains(Books.CORP, 1022)).isFalse();
        assertThat(set.some(10))
                .containsExactlyInAnyOrder("corp:0", "corp:1023", "corp:1024", "corp:" + Long.MAX_VALUE);
    }

    @Test
    void takesASeqOnce() {
        SeqSet set = new SeqSet();

        assertThat(set.add("a", 1)).isTrue();
        assertThat(set.add("a", 1)).isFalse();
        assertThat(set.add("b", 1)).isTrue();
        assertThat(set.remove("a", 1)).isTrue();
        assertThat(set.remove("a", 1)).isFalse();
        assertThat(set.size()).isEqualTo(1);
        assertThat(set.size("a")).isZero();
        assertThat(set.size("b")).isEqualTo(1);
        assertThat(set.size("c")).isZero();
    }

    @Test
    void calculates() {
        SeqSet low = Books.source(1, 2, 3);
        SeqSet high = Books.source(3, 4);

        assertThat(low.minus(high).some(9)).containsExactlyInAnyOrder("corp:1", "corp:2");
        assertThat(low.or(high).size()).isEqualTo(4);
    }
}
