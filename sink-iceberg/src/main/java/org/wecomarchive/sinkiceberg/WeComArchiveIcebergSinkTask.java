package org.wecomarchive.sinkiceberg;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.iceberg.Table;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.connectplugin.ConnectCalls;
import org.wecomarchive.connectplugin.PluginVersion;
import org.wecomarchive.connectplugin.TaskResources;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.recovery.Sleeper;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.sinkiceberg.delivery.AdminTopicLog;
import org.wecomarchive.sinkiceberg.delivery.DeadLetters;
import org.wecomarchive.sinkiceberg.delivery.FeedPolicy;
import org.wecomarchive.sinkiceberg.delivery.FeedRecoveries;
import org.wecomarchive.sinkiceberg.delivery.RowIntake;
import org.wecomarchive.sinkiceberg.delivery.TableFeed;
import org.wecomarchive.sinkiceberg.metrics.SinkMetrics;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.table.TableOpening;
import org.wecomarchive.sinkiceberg.upkeep.Upkeep;

/**
 * One task of the connector: wires a {@link TableFeed} to Kafka Connect.
 *
 * <p><b>Threads.</b> Connect calls every method on the task's thread. {@link #start} makes no call to catalog, storage,
 * brokers or registry, but may ask the name service; {@link #put} takes as long as writing files and one commit do.
 */
public final class WeComArchiveIcebergSinkTask extends SinkTask {

    private static final Logger log = LoggerFactory.getLogger(WeComArchiveIcebergSinkTask.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration FIRST_POLL = Duration.ofSeconds(1);

    private final TaskResources resources = new TaskResources();
    private Optional<TableFeed> feed = Optional.empty();

    /** For Kafka Connect. */
    public WeComArchiveIcebergSinkTask() {}

    @Override
    public void start(Map<String, String> props) {
        ConnectCalls.run(() -> begin(props));
    }

    private void begin(Map<String, String> props) {
        IcebergSinkConfig config = new IcebergSinkConfig(props);
        config.requireAllowedEndpoints();
        Clock clock = Clock.systemUTC();
        Recoveries recoveries = Recoveries.logged();
        SinkMetrics metrics = new SinkMetrics(context.pluginMetrics(), clock, recoveries);
        Backoff backoff = new Backoff(FIRST_PAUSE, config.longestBackoff());
        FeedRecoveries feedRecoveries = FeedRecoveries.of(
                recoveries, backoff, config.operatorProbe(), config.catalog().place());
        RowIntake intake = new RowIntake(
                config.kind(),
                decoder(config),
                feedRecoveries.decoding(),
                new DeadLetters(
                        Optional.ofNullable(context.errantRecordReporter()), metrics, feedRecoveries.deadLetters()),
                config.limits(),
                config.task());
        feed = Optional.of(new TableFeed(
                context,
                tableOf(config),
                resources.keep(new AdminTopicLog(config.kafkaSettings())),
                intake,
                new FeedPolicy(
                        config.pace(),
                        config.upkeep().uncommittedAge(),
                        feedRecoveries,
                        backoff,
                        Sleeper.system(),
                        clock),
                metrics));
        startUpkeep(config, clock, metrics);
        // Else Connect waits a minute for the first record before the first put, which opens the table.
        context.timeout(FIRST_POLL.toMillis());
        log.info("started for the table {}", config.table());
    }

    /** Opens a catalog once; the table, which it may have to make, until that works. */
    private Supplier<Table> tableOf(IcebergSinkConfig config) {
        LazyCatalog catalog = resources.keep(new LazyCatalog(config.catalog()));
        return () -> TableOpening.open(catalog.get(), config.table(), config.kind());
    }

    /** One task for all cleans up, with a catalog and a thread of its own. */
    private void startUpkeep(IcebergSinkConfig config, Clock clock, SinkMetrics metrics) {
        if (config.task() == 0) {
            LazyCatalog catalog = resources.keep(new LazyCatalog(config.catalog()));
            Upkeep upkeep = resources.keep(
                    new Upkeep(config.upkeep(), () -> catalog.get().loadTable(config.table()), clock));
            metrics.showUpkeep(upkeep::snapshotsExpired, upkeep::orphansDeleted, upkeep::failures);
            upkeep.start();
        }
    }

    private Function<SinkRecord, SpecificRecord> decoder(IcebergSinkConfig config) {
        Class<? extends SpecificRecord> type = config.kind() == ArchiveTable.EVENTS ? ChatEvent.class : RawRecord.class;
        RecordReader<?> reader = resources.keep(RecordReader.of(type, config.registrySettings()));
        return record -> reader.decode(
                record.originalTopic(), record.originalKafkaPartition(), record.originalKafkaOffset(), (byte[])
                        record.value());
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        ConnectCalls.run(() -> feed.orElseThrow().assign(partitions));
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        ConnectCalls.run(() -> feed.ifPresent(own -> own.revoke(partitions)));
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        ConnectCalls.run(() -> feed.orElseThrow().put(records));
    }

    /**
     * What is part of the table, for whoever watches the group's lag; nothing is ever read from there. The table's position may
     * have passed markers behind the last record; Connect refuses an offset that it has not handed over.
     */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        Map<TopicPartition, Long> committed = feed.orElseThrow().committed();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(currentOffsets);
        offsets.keySet().retainAll(committed.keySet());
        offsets.replaceAll(
                (partition, current) -> new OffsetAndMetadata(Math.min(committed.get(partition), current.offset())));
        return offsets;
    }

    @Override
    public void stop() {
        resources.close();
        feed = Optional.empty();
        log.info("stopped");
    }

    @Override
    public String version() {
        return PluginVersion.of(WeComArchiveIcebergSinkTask.class);
    }
}
