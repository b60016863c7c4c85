package org.wecomarchive.sinkiceberg.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SeqRangesTest {

    @Test
    void keepsAReplayApartFromTheLiveStream() {
        long[] seqs = LongStream.concat(LongStream.range(100, 200), LongStream.of(1_000_000, 1_000_010))
                .toArray();

        assertThat(SeqRanges.of(seqs)).containsExactly(new long[] {100, 199}, new long[] {1_000_000, 1_000_010});
    }

    @Test
    void makesFewRangesOfManyScatteredSeqs() {
        long[] seqs = LongStream.range(0, 5000).map(index -> index * 5000).toArray();

        assertThat(SeqRanges.of(seqs)).hasSizeLessThanOrEqualTo(16);
        assertThat(SeqRanges.of(seqs).get(0)[0]).isZero();
        assertThat(SeqRanges.of(seqs).get(SeqRanges.of(seqs).size() - 1)[1]).isEqualTo(4999L * 5000);
    }

    @Test
    void coversASingleSeq() {
        assertThat(SeqRanges.of(new long[] {Long.MAX_VALUE}))
                .containsExactly(new long[] {Long.MAX_VALUE, Long.MAX_VALUE});
    }
}
