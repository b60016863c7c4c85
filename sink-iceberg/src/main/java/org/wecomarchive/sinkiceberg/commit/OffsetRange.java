package org.wecomarchive.sinkiceberg.commit;

import java.util.OptionalLong;

/**
 * What a commit moves one partition from and to.
 *
 * @param from next offset that the table must have before; empty when it must have none
 * @param next next offset that the table has afterwards
 */
public record OffsetRange(OptionalLong from, long next) {

    public OffsetRange {
        if (next < 0 || (from.isPresent() && from.getAsLong() >= next)) {
            throw new IllegalArgumentException("an offset must move forward: " + from + " to " + next);
        }
    }
}
