package org.wecomarchive.sinkiceberg.upkeep;

import java.time.Clock;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.util.PropertyUtil;

/**
 * Expires the snapshots that the table's properties no longer want, oldest first.
 *
 * <p>Iceberg removes the files that only they named, and does so after the commit that forgot them has succeeded for
 * certain; where the outcome is unknown it removes none, and they become orphans.
 */
final class SnapshotExpiry {

    /** Bounds one run; the rest is for the next. */
    static final int MAX_SNAPSHOTS = 1_000;

    private final Clock clock;

    SnapshotExpiry(Clock clock) {
        this.clock = clock;
    }

    /** Expires and returns how many snapshots are gone. */
    int expire(Table table) {
        List<Long> old = timesOfOldSnapshots(table);
        if (old.isEmpty()) {
            return 0;
        }
        long before = old.get(Math.min(old.size(), MAX_SNAPSHOTS) - 1) + 1;
        int count = count(table);
        table.expireSnapshots()
                .expireOlderThan(before)
                .retainLast(property(
                        table, TableProperties.MIN_SNAPSHOTS_TO_KEEP, TableProperties.MIN_SNAPSHOTS_TO_KEEP_DEFAULT))
                .commit();
        table.refresh();
        return Math.max(0, count - count(table));
    }

    private List<Long> timesOfOldSnapshots(Table table) {
        long oldest = clock.millis()
                - PropertyUtil.propertyAsLong(
                        table.properties(),
                        TableProperties.MAX_SNAPSHOT_AGE_MS,
                        TableProperties.MAX_SNAPSHOT_AGE_MS_DEFAULT);
        return StreamSupport.stream(table.snapshots().spliterator(), false)
                .map(Snapshot::timestampMillis)
                .filter(time -> time < oldest)
                .sorted()
                .toList();
    }

    private static int property(Table table, String name, int defaultValue) {
        return PropertyUtil.propertyAsInt(table.properties(), name, defaultValue);
    }

    private static int count(Table table) {
        return (int) table.snapshots().spliterator().getExactSizeIfKnown();
    }
}
