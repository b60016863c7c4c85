package org.wecomarchive.simulator.tenant;

import java.util.function.LongPredicate;

/** The seqs of the records: ascending, unsigned, with gaps. */
final class SeqScale {

    private static final int SMALL_GAP_EVERY = 41;
    private static final int LARGE_GAP_EVERY = 1009;
    private static final int LARGE_GAP = 13;

    private final long firstSeq;

    SeqScale(long firstSeq) {
        this.firstSeq = firstSeq;
    }

    long seqOf(long index) {
        return firstSeq + index + index / SMALL_GAP_EVERY + LARGE_GAP * (index / LARGE_GAP_EVERY);
    }

    /** The lowest index below {@code size} whose seq is greater than {@code seq}; {@code size} if there is none. */
    long indexAfter(long seq, long size) {
        return first(size, index -> Long.compareUnsigned(seqOf(index), seq) > 0);
    }

    /** The lowest index below {@code size} from which on the condition holds; {@code size} if there is none. */
    static long first(long size, LongPredicate holds) {
        long low = 0;
        long high = size;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
