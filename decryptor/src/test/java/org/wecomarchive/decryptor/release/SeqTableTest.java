package org.wecomarchive.decryptor.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SeqTableTest {

    private record Entry(long offset, int group, int tried) {}

    @Test
    void keepsTheLastWordOfEverySeqThroughGrowthAndRemoval() {
        long seed = 20251120;
        Random random = new Random(seed);
        SeqTable table = new SeqTable();
        Map<Long, Entry> expected = new HashMap<>();

        for (int step = 0; step < 50_000; step++) {
            long seq = random.nextInt(3_000);
            if (random.nextInt(3) == 0) {
                Entry before = expected.remove(seq);
                assertThat(table.remove(seq)).isEqualTo(before == null ? SeqTable.ABSENT : before.group());
            } else if (random.nextInt(4) == 0) {
                table.setTried(seq, step);
                int tried = step;
                expected.computeIfPresent(seq, (key, entry) -> new Entry(entry.offset(), entry.group(), tried));
            } else {
                Entry before = expected.get(seq);
                int group = random.nextInt(5);
                assertThat(table.put(seq, step, group)).isEqualTo(before == null ? SeqTable.ABSENT : before.group());
                expected.put(seq, new Entry(step, group, before == null ? 0 : before.tried()));
            }
        }

        Map<Long, Entry> found = new HashMap<>();
        table.forEach((seq, offset, group, tried) -> found.put(seq, new Entry(offset, group, tried)));
        assertThat(found).as("seed " + seed).isEqualTo(expected);
        assertThat(table.size()).isEqualTo(expected.size());
        expected.forEach((seq, entry) -> assertThat(new Entry(table.offset(seq), table.group(seq), table.tried(seq)))
                .isEqualTo(entry));
    }

    @Test
    void knowsTheHighestSeqAndNothingElse() {
        SeqTable table = new SeqTable();

        table.put(Long.MAX_VALUE, 7, 1);

        assertThat(table.offset(Long.MAX_VALUE)).isEqualTo(7);
        assertThat(table.offset(0)).isEqualTo(SeqTable.ABSENT);
        assertThat(table.remove(0)).isEqualTo(SeqTable.ABSENT);
    }
}
