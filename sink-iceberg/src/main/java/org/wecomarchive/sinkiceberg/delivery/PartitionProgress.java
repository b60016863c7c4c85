package org.wecomarchive.sinkiceberg.delivery;

import java.util.Optional;
import java.util.OptionalLong;
import org.wecomarchive.sinkiceberg.commit.OffsetRange;
import org.wecomarchive.sinkiceberg.commit.SourcePartition;

/**
 * How far one assigned partition is: {@code committed <= next}, the records between are open.
 *
 * <p>Offsets may jump ahead, because markers of transactions take some. A jump is remembered until the next commit: only
 * when the log still begins at or before it is it certain that nothing was skipped.
 */
final class PartitionProgress {

    private final SourcePartition source;
    private OptionalLong committed;
    private long next;
    private OptionalLong firstJump = OptionalLong.empty();
    private boolean moved;

    PartitionProgress(SourcePartition source, OptionalLong committed, long next) {
        this.source = source;
        this.committed = committed;
        this.next = next;
    }

    /** Whether a record at this offset can be the next one. */
    boolean isAhead(long offset) {
        return offset >= next;
    }

    /** The record at this offset is in. */
    void taken(long offset) {
        if (offset > next && firstJump.isEmpty()) {
            firstJump = OptionalLong.of(next);
        }
        next = offset + 1;
        moved = true;
    }

    /** The log holds no record before this offset that is not taken. */
    void passed(long offset) {
        next = offset;
        moved = true;
    }

    /** What a commit of everything taken so far moves; empty if nothing was. */
    Optional<OffsetRange> open() {
        return moved ? Optional.of(new OffsetRange(committed, next)) : Optional.empty();
    }

    /** Everything taken so far is part of the table. */
    void committed() {
        if (moved) {
            committed = OptionalLong.of(next);
        }
        firstJump = OptionalLong.empty();
        moved = false;
    }

    SourcePartition source() {
        return source;
    }

    long next() {
        return next;
    }

    OptionalLong committedNext() {
        return committed;
    }

    OptionalLong firstJump() {
        return firstJump;
    }
}
