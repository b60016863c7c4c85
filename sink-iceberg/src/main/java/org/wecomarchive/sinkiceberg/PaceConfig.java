package org.wecomarchive.sinkiceberg;

import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.wecomarchive.sinkiceberg.delivery.CommitPace;
import org.wecomarchive.sinkiceberg.write.WriteLimits;

/** The settings that say how much is held back before it becomes a file and a commit, and how long trouble is waited for. */
final class PaceConfig {

    private static final String COMMIT_INTERVAL_MS = "commit.interval.ms";
    private static final String COMMIT_MAX_ROWS = "commit.max.rows";
    private static final String COMMIT_MAX_BYTES = "commit.max.bytes";
    private static final String FILE_MAX_BYTES = "file.max.bytes";
    private static final String MEMORY_MAX_BYTES = "memory.max.bytes";
    private static final String BACKOFF_MAX_MS = "backoff.max.ms";
    private static final String OPERATOR_PROBE_MS = "operator.probe.ms";
    private static final long MIB = 1L << 20;

    private PaceConfig() {}

    /** Adds the keys to a definition and returns it. */
    static ConfigDef define(ConfigDef definition) {
        return defineWaits(defineFiles(defineCommits(definition)));
    }

    private static ConfigDef defineCommits(ConfigDef definition) {
        return definition
                .define(
                        COMMIT_INTERVAL_MS,
                        ConfigDef.Type.LONG,
                        60_000L,
                        Range.between(100, 3_600_000),
                        Importance.HIGH,
                        "Age of the oldest row at which a task commits what it has.")
                .define(
                        COMMIT_MAX_ROWS,
                        ConfigDef.Type.LONG,
                        1_000_000L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Number of rows at which a task commits before the interval is over.")
                .define(
                        COMMIT_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        1024 * MIB,
                        Range.atLeast(MIB),
                        Importance.LOW,
                        "Bytes of records at which a task commits before the interval is over.");
    }

    private static ConfigDef defineFiles(ConfigDef definition) {
        return definition
                .define(
                        FILE_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        128 * MIB,
                        Range.atLeast(MIB),
                        Importance.LOW,
                        "Bytes of records, before compression, that a file is made of at most.")
                .define(
                        MEMORY_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        128 * MIB,
                        Range.atLeast(8 * MIB),
                        Importance.MEDIUM,
                        "Estimated heap of a task's rows; more makes a file of the corp and day with the most bytes. The larger, the"
                                + " fewer files.");
    }

    private static ConfigDef defineWaits(ConfigDef definition) {
        return definition
                .define(
                        BACKOFF_MAX_MS,
                        ConfigDef.Type.LONG,
                        30_000L,
                        Range.between(200, 600_000),
                        Importance.LOW,
                        "Longest pause after trouble that heals by itself; it grows from 200 ms, with jitter.")
                .define(
                        OPERATOR_PROBE_MS,
                        ConfigDef.Type.LONG,
                        60_000L,
                        Range.between(1000, 3_600_000),
                        Importance.LOW,
                        "Pause between attempts while a person must act.");
    }

    static CommitPace pace(AbstractConfig config) {
        return new CommitPace(
                Duration.ofMillis(config.getLong(COMMIT_INTERVAL_MS)),
                config.getLong(COMMIT_MAX_ROWS),
                config.getLong(COMMIT_MAX_BYTES));
    }

    static WriteLimits limits(AbstractConfig config) {
        return new WriteLimits(config.getLong(MEMORY_MAX_BYTES), config.getLong(FILE_MAX_BYTES));
    }

    static Duration longestBackoff(AbstractConfig config) {
        return Duration.ofMillis(config.getLong(BACKOFF_MAX_MS));
    }

    static Duration operatorProbe(AbstractConfig config) {
        return Duration.ofMillis(config.getLong(OPERATOR_PROBE_MS));
    }
}
