package org.wecomarchive.sinkiceberg.upkeep;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** The settings of upkeep, a fragment of the connector's. */
public final class UpkeepConfig extends AbstractConfig {

    static final String ENABLED = "upkeep.enabled";
    static final String INTERVAL = "upkeep.interval.ms";
    static final String ORPHAN_AGE = "upkeep.orphan.age.ms";
    static final String ORPHAN_INTERVAL = "upkeep.orphan.interval.ms";

    private static final ConfigDef DEFINITION = define(new ConfigDef());

    /** Reads the settings; those that are not ours are left alone. */
    public UpkeepConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
    }

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        ENABLED,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Whether the connector expires snapshots, removes orphan files and turns equality deletes of earlier"
                                + " versions into position deletes; off where Spark or Trino do the first two.")
                .define(
                        INTERVAL,
                        ConfigDef.Type.LONG,
                        Duration.ofHours(1).toMillis(),
                        Range.atLeast(Duration.ofMinutes(1).toMillis()),
                        Importance.LOW,
                        "Time between expiries of snapshots; how long they are kept says the table's property"
                                + " history.expire.max-snapshot-age-ms.")
                .define(
                        ORPHAN_AGE,
                        ConfigDef.Type.LONG,
                        Duration.ofDays(3).toMillis(),
                        Range.atLeast(Duration.ofDays(1).toMillis()),
                        Importance.LOW,
                        "Age at which a file that no commit names may be removed; files older than half of it are never"
                                + " committed.")
                .define(
                        ORPHAN_INTERVAL,
                        ConfigDef.Type.LONG,
                        Duration.ofHours(6).toMillis(),
                        Range.atLeast(Duration.ofHours(1).toMillis()),
                        Importance.LOW,
                        "Time between searches for such files; one is removed at the second search that finds it.");
    }

    /**
     * The age from which on a file must not be committed any more: it could be removed while the commit is under way.
     */
    public Duration uncommittedAge() {
        return orphanAge().dividedBy(2);
    }

    boolean enabled() {
        return getBoolean(ENABLED);
    }

    Duration interval() {
        return Duration.ofMillis(getLong(INTERVAL));
    }

    Duration orphanAge() {
        return Duration.ofMillis(getLong(ORPHAN_AGE));
    }

    Duration orphanInterval() {
        return Duration.ofMillis(getLong(ORPHAN_INTERVAL));
    }
}
