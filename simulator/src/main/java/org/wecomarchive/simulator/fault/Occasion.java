package org.wecomarchive.simulator.fault;

import java.util.List;
import java.util.function.Supplier;

/**
 * A call or a record in which a fault may occur.
 *
 * @param seed the tenant's
 * @param number position among its kind, from 1
 * @param chunk position in the media file, from 1; 0 for other calls
 * @param seqs of the records concerned, computed only if a fault needs them
 */
public record Occasion(long seed, long number, long chunk, Supplier<List<Long>> seqs) {

    /** A record. */
    public static Occasion record(long seed, long number, long seq) {
        return new Occasion(seed, number, 0, () -> List.of(seq));
    }
}
