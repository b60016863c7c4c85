package org.wecomarchive.testkit.connect;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Writes 1, 2, 3 … up to {@code total}; fails once in the middle if {@code fail} says so. */
public final class CountingSource extends SourceConnector {

    private static final AtomicBoolean FAILED_ONCE = new AtomicBoolean();

    private Map<String, String> config = Map.of();

    @Override
    public void start(Map<String, String> properties) {
        config = Map.copyOf(properties);
        FAILED_ONCE.set(false);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return Counter.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(config);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define("topic", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Where to write.")
                .define("total", ConfigDef.Type.LONG, ConfigDef.Importance.HIGH, "Where to end.")
                .define("fail", ConfigDef.Type.STRING, "never", ConfigDef.Importance.LOW, "never, once or fatally.");
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> connectorConfig) {
        return ConnectorTransactionBoundaries.UNSUPPORTED;
    }

    @Override
    public String version() {
        return "1";
    }

    /** One that no restart can help. */
    static final class FatalCountException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FatalCountException() {
            super("fatal");
        }
    }

    /** Ten records a poll. */
    public static final class Counter extends SourceTask {
        private static final Map<String, String> PARTITION = Map.of("source", "counter");

        private Map<String, String> config = Map.of();
        private long last;

        @Override
        public void start(Map<String, String> properties) {
            config = Map.copyOf(properties);
            Map<String, Object> offset = context.offsetStorageReader().offset(PARTITION);
            last = offset == null ? 0 : (Long) offset.get("last");
        }

        @Override
        public List<SourceRecord> poll() {
            if (last >= 50) {
                failAsTold();
            }
            long first = last + 1;
            last = Math.min(last + 10, Long.parseLong(config.get("total")));
            return LongStream.rangeClosed(first, last).mapToObj(this::counted).toList();
        }

        private void failAsTold() {
            if (config.get("fail").equals("fatally")) {
                throw new FatalCountException();
            }
            if (config.get("fail").equals("once") && FAILED_ONCE.compareAndSet(false, true)) {
                throw new IllegalStateException("once");
            }
        }

        private SourceRecord counted(long number) {
            return new SourceRecord(
                    PARTITION,
                    Map.of("last", number),
                    config.get("topic"),
                    0,
                    Schema.STRING_SCHEMA,
                    Long.toString(number),
                    Schema.BYTES_SCHEMA,
                    new byte[] {1});
        }

        @Override
        public void stop() {}

        @Override
        public String version() {
            return "1";
        }
    }
}
