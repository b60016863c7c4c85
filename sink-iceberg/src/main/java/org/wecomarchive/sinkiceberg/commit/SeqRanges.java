package org.wecomarchive.sinkiceberg.commit;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;

/** A few ranges of seqs that cover many: a replay beside the live stream must not make a scan read all between the two. */
final class SeqRanges {

    private static final int MOST = 16;
    private static final long SMALLEST_GAP = 1000;

    private SeqRanges() {}

    /**
     * A condition that is true for each of the seqs, and for not many others.
     *
     * @param seqs ascending, at least one
     */
    static Expression covering(long[] seqs) {
        return of(seqs).stream()
                .map(range -> Expressions.and(
                        Expressions.greaterThanOrEqual(ArchiveTable.SEQ, range[0]),
                        Expressions.lessThanOrEqual(ArchiveTable.SEQ, range[1])))
                .reduce(Expressions.alwaysFalse(), (some, more) -> Expressions.or(some, more));
    }

    /** First and last of each range, both inclusive. */
    static List<long[]> of(long[] seqs) {
        long gap = SMALLEST_GAP;
        List<long[]> ranges = split(seqs, gap);
        while (ranges.size() > MOST) {
            gap *= 8;
            ranges = split(seqs, gap);
        }
        return ranges;
    }

    private static List<long[]> split(long[] seqs, long gap) {
        List<long[]> ranges = new ArrayList<>();
        long[] current = {seqs[0], seqs[0]};
        for (long seq : seqs) {
            if (seq - current[1] > gap) {
                ranges.add(current);
                current = new long[] {seq, seq};
            }
            current[1] = seq;
        }
        ranges.add(current);
        return ranges;
    }
}
