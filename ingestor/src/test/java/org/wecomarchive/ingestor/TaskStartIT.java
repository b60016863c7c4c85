package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.source.TransactionContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.cursor.SourceOffsets;
import org.wecomarchive.testkit.connect.RecordedMetrics;
import org.wecomarchive.testkit.server.LoopbackPorts;

/** What a task tells before it has reached anybody: brokers and registry are away. */
@Timeout(600)
final class TaskStartIT {

    private final RecordedMetrics recorded = new RecordedMetrics();

    @Test
    void tellsTheTimeLeftFromTheStoredOffsetFromTheFirstSecond() throws Exception {
        Instant caughtUp = Instant.now().minus(Duration.ofHours(110));
        Cursor stored = new Cursor(7, 9, 3, caughtUp.toEpochMilli());

        WeComArchiveSourceTask task = start(SourceOffsets.of(stored));
        double hoursLeft = recorded.value("wecom_time_left_seconds") / 3600;
        double seq = recorded.value("wecom_seq");
        task.stop();

        assertThat(hoursLeft).isBetween(9.5, 10.0);
        assertThat(seq).isEqualTo(7);
    }

    @Test
    void leavesNoTimeWhereNothingIsStored() throws Exception {
        WeComArchiveSourceTask task = start(Map.of());
        double secondsLeft = recorded.value("wecom_time_left_seconds");
        task.stop();

        assertThat(secondsLeft).isBetween(-60.0, 0.0);
    }

    private WeComArchiveSourceTask start(Map<String, Object> offset) throws Exception {
        String nobody = "127.0.0.1:" + LoopbackPorts.free();
        Map<String, String> settings = new HashMap<>();
        settings.put("name", "ingest-ww1");
        settings.put("corp.id", "ww1");
        settings.put("corp.secret", "not-a-real-secret");
        settings.put("sdk.library", "simulator:" + nobody);
        settings.put("sdk.isolation", "none");
        settings.put("schema.registry.url", "http://" + nobody);
        settings.put("kafka.bootstrap.servers", nobody);
        WeComArchiveSourceTask task = new WeComArchiveSourceTask();
        task.initialize(new Context(settings, offset, recorded));
        task.start(settings);
        return task;
    }

    /** Connect's side: one stored offset, an empty map for none. */
    private record Context(Map<String, String> configs, Map<String, Object> offset, PluginMetrics pluginMetrics)
            implements SourceTaskContext, OffsetStorageReader, TransactionContext {

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return this;
        }

        @Override
        public TransactionContext transactionContext() {
            return this;
        }

        @Override
        public <T> Map<String, Object> offset(Map<String, T> partition) {
            return offset.isEmpty() ? null : offset;
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
            throw new UnsupportedOperationException("the task asks for its one partition");
        }

        @Override
        public void commitTransaction() {}

        @Override
        public void commitTransaction(SourceRecord record) {}

        @Override
        public void abortTransaction() {}

        @Override
        public void abortTransaction(SourceRecord record) {}
    }
}
