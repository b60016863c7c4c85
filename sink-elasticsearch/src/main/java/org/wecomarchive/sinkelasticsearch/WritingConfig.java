package org.wecomarchive.sinkelasticsearch;

import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.sinkelasticsearch.bulk.BulkLimits;

/** The settings that say how fast and how much to write; their defaults suit a cluster of any size. */
final class WritingConfig {

    private static final String BULK_MAX_BYTES = "bulk.max.bytes";
    private static final String BULK_MAX_DOCUMENTS = "bulk.max.documents";
    private static final String BULK_MAX_IN_FLIGHT = "bulk.max.in.flight";
    private static final String BUFFER_MAX_BYTES = "buffer.max.bytes";
    private static final String BACKOFF_MAX_MS = "backoff.max.ms";
    private static final String RECALL_INTERVAL_MS = "recall.interval.ms";
    private static final String RECALL_RETRY_MAX_MS = "recall.retry.max.ms";

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private WritingConfig() {}

    /** Adds the keys to a definition and returns it. */
    static ConfigDef define(ConfigDef definition) {
        return definePauses(defineBulks(definition));
    }

    private static ConfigDef defineBulks(ConfigDef definition) {
        return definition
                .define(
                        BULK_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        8_388_608L,
                        Range.between(65_536, 90_000_000),
                        Importance.LOW,
                        "Most bytes of documents in a request; a larger single document goes alone.")
                .define(
                        BULK_MAX_DOCUMENTS,
                        ConfigDef.Type.INT,
                        1000,
                        Range.between(1, 10_000),
                        Importance.LOW,
                        "Most documents in a request; also bounded by consumer.override.max.poll.records.")
                .define(
                        BULK_MAX_IN_FLIGHT,
                        ConfigDef.Type.INT,
                        3,
                        Range.between(1, 32),
                        Importance.LOW,
                        "Requests of one task at a time.")
                .define(
                        BUFFER_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        33_554_432L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Bytes of documents without an acknowledgement at which a task pauses its partitions; what was"
                                + " already fetched comes on top.");
    }

    private static ConfigDef definePauses(ConfigDef definition) {
        return definition
                .define(
                        BACKOFF_MAX_MS,
                        ConfigDef.Type.LONG,
                        30_000L,
                        Range.between(200, 600_000),
                        Importance.LOW,
                        "Longest pause after trouble that heals by itself, growing from 100 ms, with jitter; and the"
                                + " pause while a person must act.")
                .define(
                        RECALL_INTERVAL_MS,
                        ConfigDef.Type.LONG,
                        1000L,
                        Range.between(100, 3_600_000),
                        Importance.LOW,
                        "How often recalled messages are looked for and marked, by the connector's first task.")
                .define(
                        RECALL_RETRY_MAX_MS,
                        ConfigDef.Type.LONG,
                        3_600_000L,
                        Range.between(1000, 604_800_000),
                        Importance.LOW,
                        "Longest pause between two looks for the same message that is not there.");
    }

    static BulkLimits limits(AbstractConfig config) {
        return new BulkLimits(
                config.getInt(BULK_MAX_DOCUMENTS), config.getLong(BULK_MAX_BYTES), config.getInt(BULK_MAX_IN_FLIGHT));
    }

    static long bufferBytes(AbstractConfig config) {
        return config.getLong(BUFFER_MAX_BYTES);
    }

    /** Its cap is also the pause while a person must act. */
    static Backoff backoff(AbstractConfig config) {
        return new Backoff(FIRST_PAUSE, millis(config, BACKOFF_MAX_MS));
    }

    static Duration recallInterval(AbstractConfig config) {
        return millis(config, RECALL_INTERVAL_MS);
    }

    static Duration recallRetry(AbstractConfig config) {
        return millis(config, RECALL_RETRY_MAX_MS);
    }

    private static Duration millis(AbstractConfig config, String key) {
        return Duration.ofMillis(config.getLong(key));
    }
}
