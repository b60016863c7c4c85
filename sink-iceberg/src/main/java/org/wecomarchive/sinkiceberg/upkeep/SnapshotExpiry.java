package org.wecomarchive.sinkiceberg.upkeep;

import java.time.Clock;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.iceberg.ExpireSnapshots;
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

    private final Clock clock;
    private final int perCommit;

    /** @param perCommit snapshots that one commit expires at most; the rest is for the next one */
    SnapshotExpiry(Clock clock, int perCommit) {
        this.clock = clock;
        this.perCommit = perCommit;
    }

    /** Expires all that are old, commit by commit, and returns how many snapshots are gone. */
    int expire(Table table) {
        int gone = 0;
        int now;
        do {
            now = expireSome(table);
            gone += now;
        } while (now > 0 && !Thread.currentThread().isInterrupted());
        return gone;
    }

    private int expireSome(Table table) {
        List<Long> old = timesOfOldSnapshots(table);
        if (old.isEmpty()) {
            return 0;
        }
        long before = old.get(Math.min(old.size(), perCommit) - 1) + 1;
        // How many stay in any case says the table's own property.
        ExpireSnapshots expiry = table.expireSnapshots().expireOlderThan(before);
        int expired = expiry.apply().size();
        expiry.commit();
        table.refresh();
        return expired;
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
}
