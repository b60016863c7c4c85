package org.wecomarchive.sinkiceberg.upkeep;

import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.iceberg.Table;

/** Upkeep without waiting. */
public final class UpkeepRuns {

    private UpkeepRuns() {}

    /** Searches for orphans so many times and returns how many were removed. */
    public static long searches(int count, Supplier<Table> loader, Clock clock) {
        try (Upkeep upkeep = new Upkeep(new UpkeepConfig(Map.of()), loader, clock)) {
            for (int search = 0; search < count; search++) {
                upkeep.removeOrphansOnce();
            }
            return upkeep.orphansDeleted();
        }
    }
}
