package org.wecomarchive.ingestor;

import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.wecomarchive.ingestor.pace.FetchPacing;
import org.wecomarchive.recovery.Timing;

/** The settings that say how fast and how much to fetch; their defaults suit a tenant of any size. */
final class PacingConfig {

    private static final String CALL_TIMEOUT_MS = "call.timeout.ms";
    private static final String CALLS_PER_MINUTE = "calls.per.minute";
    private static final String PAGE_LIMIT = "page.limit";
    private static final String IDLE_PAUSE_MAX_MS = "idle.pause.max.ms";
    private static final String BACKOFF_MAX_MS = "backoff.max.ms";
    private static final String OPERATOR_PROBE_MS = "operator.probe.ms";
    private static final String RATE_PAUSE_MS = "rate.pause.ms";
    private static final String SECRET_PROBE_MS = "secret.probe.ms";
    private static final String BUFFER_MAX_PAGES = "buffer.max.pages";
    private static final String BUFFER_MAX_BYTES = "buffer.max.bytes";

    private PacingConfig() {}

    /** Adds the keys to a definition and returns it. */
    static ConfigDef define(ConfigDef definition) {
        return defineBuffer(defineBlocked(definePauses(defineCalls(definition))));
    }

    private static ConfigDef defineCalls(ConfigDef definition) {
        return definition
                .define(
                        CALL_TIMEOUT_MS,
                        ConfigDef.Type.LONG,
                        10_000L,
                        Range.between(1000, 120_000),
                        Importance.LOW,
                        "Limit of one call to WeCom; the library counts whole seconds.")
                .define(
                        CALLS_PER_MINUTE,
                        ConfigDef.Type.INT,
                        600,
                        Range.between(10, 600),
                        Importance.LOW,
                        "Budget of calls in any 60 seconds; WeCom allows 600 per corp.")
                .define(
                        PAGE_LIMIT,
                        ConfigDef.Type.INT,
                        1000,
                        Range.between(1, 1000),
                        Importance.LOW,
                        "Most records of a page; halved after a crash or a time-out and grown back by itself.");
    }

    private static ConfigDef definePauses(ConfigDef definition) {
        return definition
                .define(
                        IDLE_PAUSE_MAX_MS,
                        ConfigDef.Type.LONG,
                        3000L,
                        Range.between(100, 60_000),
                        Importance.MEDIUM,
                        "Longest pause between empty pages; it grows from 100 ms.")
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

    private static ConfigDef defineBlocked(ConfigDef definition) {
        return definition
                .define(
                        RATE_PAUSE_MS,
                        ConfigDef.Type.LONG,
                        60_000L,
                        Range.between(1000, 3_600_000),
                        Importance.LOW,
                        "Shortest pause after errcode 45009, too many calls: WeCom then refuses all for a minute.")
                .define(
                        SECRET_PROBE_MS,
                        ConfigDef.Type.LONG,
                        300_000L,
                        Range.between(1000, 3_600_000),
                        Importance.LOW,
                        "Shortest pause after errcode 40001, a wrong secret: WeCom blocks an address for an hour after"
                                + " many of them.");
    }

    private static ConfigDef defineBuffer(ConfigDef definition) {
        return definition
                .define(
                        BUFFER_MAX_PAGES,
                        ConfigDef.Type.INT,
                        4,
                        Range.between(1, 100),
                        Importance.LOW,
                        "Most batches between the fetch thread and Connect; a page is a batch for each MiB.")
                .define(
                        BUFFER_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        33_554_432L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Most bytes of records between the fetch thread and Connect; a larger single record still"
                                + " passes.");
    }

    static Duration callTimeout(AbstractConfig config) {
        return millis(config, CALL_TIMEOUT_MS);
    }

    static FetchPacing pacing(AbstractConfig config, Timing timing) {
        return new FetchPacing(
                new FetchPacing.Calls(config.getInt(PAGE_LIMIT), config.getInt(CALLS_PER_MINUTE)),
                new FetchPacing.Pauses(
                        millis(config, IDLE_PAUSE_MAX_MS),
                        millis(config, BACKOFF_MAX_MS),
                        millis(config, OPERATOR_PROBE_MS),
                        new FetchPacing.Blocked(millis(config, RATE_PAUSE_MS), millis(config, SECRET_PROBE_MS))),
                new FetchPacing.Buffer(config.getInt(BUFFER_MAX_PAGES), config.getLong(BUFFER_MAX_BYTES)),
                timing);
    }

    private static Duration millis(AbstractConfig config, String key) {
        return Duration.ofMillis(config.getLong(key));
    }
}
