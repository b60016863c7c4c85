package org.wecomarchive.ingestor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.TransactionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.connectplugin.ConnectCalls;
import org.wecomarchive.connectplugin.PluginVersion;
import org.wecomarchive.connectplugin.TaskResources;
import org.wecomarchive.egress.UnresolvedEndpointsException;
import org.wecomarchive.ingestor.calls.LastCalls;
import org.wecomarchive.ingestor.claim.CorpClaim;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.cursor.GapDetector;
import org.wecomarchive.ingestor.cursor.SourceOffsets;
import org.wecomarchive.ingestor.fetch.Archive;
import org.wecomarchive.ingestor.fetch.FatalIngestException;
import org.wecomarchive.ingestor.fetch.FetchLoop;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.publish.SourceRecords;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.recovery.Timing;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.Gap;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.SdkCalls;
import org.wecomarchive.serde.RecordSerde;

/**
 * The one task of a connector: wires the fetch thread and hands its batches to Connect.
 *
 * <p><b>Threads.</b> Connect calls every method on the task's thread. {@link #start} makes no call to WeCom, the registry or
 * the raw topic, but may ask the name service; {@link #poll} returns within 500 ms, within two seconds more while the brokers
 * do not say whether the corp is still ours; {@link #stop} within about six seconds, twelve if the brokers are away.
 */
public final class WeComArchiveSourceTask extends SourceTask {

    private static final Logger log = LoggerFactory.getLogger(WeComArchiveSourceTask.class);
    private static final Duration POLL = Duration.ofMillis(400);

    private final TaskResources open = new TaskResources();
    private Optional<TransactionContext> transactions = Optional.empty();
    private Optional<FetchLoop> fetcher = Optional.empty();
    private Optional<IngestMetrics> metrics = Optional.empty();
    private Optional<LastCalls> lastCalls = Optional.empty();

    /** For Kafka Connect. */
    public WeComArchiveSourceTask() {}

    @Override
    public void start(Map<String, String> props) {
        ConnectCalls.run(() -> begin(props));
    }

    private void begin(Map<String, String> props) {
        IngestorConfig config = new IngestorConfig(props);
        refuseEndpointsOutside(config);
        transactions = Optional.of(requireTransactions());
        Timing timing = Timing.system();
        Recoveries recoveries = Recoveries.logged();
        IngestMetrics figures =
                new IngestMetrics(context.pluginMetrics(), timing.clock(), config.sourceRetention(), recoveries);
        Optional<Cursor> stored = stored(config.corpId());
        GapDetector gaps = new GapDetector(config.corpId(), config.sourceRetention(), timing.clock());
        stored.ifPresent(cursor -> figures.at(cursor, gaps.accountedUpTo(cursor)));
        SourceRecords records =
                new SourceRecords(config.corpId(), config.topics(), encoders(config), config.sizeLimits());
        CorpClaim claim =
                open.keep(new CorpClaim(config.connectorName(), config.claimStore(), timing, figures::superseded));
        fetcher = Optional.of(open.keep(new FetchLoop(
                        Archive.of(config.sdkSettings(), figures, config.credentials()),
                        new StartPosition(config, stored, records, claim, timing),
                        records,
                        gaps,
                        config.pacing(timing),
                        figures,
                        recoveries))
                .start());
        metrics = Optional.of(figures);
        lastCalls = Optional.of(new LastCalls(config.kafkaSettings(), records));
        log.info("started for corp {}", config.corpId());
    }

    /** Only a worker that commits records and offsets together hands one out, whatever the configuration says. */
    private TransactionContext requireTransactions() {
        TransactionContext given = context.transactionContext();
        if (given == null) {
            throw new FatalIngestException("this worker gives the task no transactions, so that a crash would publish"
                    + " records twice: set transaction.boundary=connector at this connector and"
                    + " exactly.once.source.support=enabled at every worker; connect-standalone has no transactions, run"
                    + " connect-distributed");
        }
        return given;
    }

    /** A name that cannot be looked up now is left to the fetch thread, which waits for it. */
    private static void refuseEndpointsOutside(IngestorConfig config) {
        try {
            config.requireAllowedEndpoints();
        } catch (UnresolvedEndpointsException later) {
            log.info("{}", later.getMessage());
        }
    }

    private Optional<Cursor> stored(String corpId) {
        Map<String, Object> offset = context.offsetStorageReader().offset(SourceOffsets.partitionOf(corpId));
        try {
            return Optional.ofNullable(offset).map(SourceOffsets::cursorOf);
        } catch (IllegalArgumentException e) {
            throw new FatalIngestException("the stored source offset cannot be used: " + e.getMessage());
        }
    }

    private SourceRecords.Encoders encoders(IngestorConfig config) {
        RecordSerde<RawRecord> raw = serde(RawRecord.class, config.topics().raw(), config);
        RecordSerde<Gap> gaps = serde(Gap.class, config.topics().gaps(), config);
        RecordSerde<SdkCalls> calls = serde(SdkCalls.class, config.topics().calls(), config);
        return new SourceRecords.Encoders(raw::encode, gaps::encode, calls::encode, () -> {
            raw.prepare();
            gaps.prepare();
            calls.prepare();
        });
    }

    private <T extends SpecificRecord> RecordSerde<T> serde(Class<T> type, String topic, IngestorConfig config) {
        return open.keep(RecordSerde.of(type, topic, config.registrySettings()));
    }

    /** The next batch, whose last record ends its transaction; null, as Connect asks for, when there is none yet. */
    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        List<SourceRecord> records =
                ConnectCalls.answer(() -> fetcher.orElseThrow().take(POLL));
        if (records.isEmpty()) {
            return null;
        }
        transactions.orElseThrow().commitTransaction(records.get(records.size() - 1));
        return records;
    }

    /** Called once the record's transaction is committed. */
    @Override
    public void commitRecord(SourceRecord sent, RecordMetadata metadata) {
        Header delivery = sent.headers().lastWithName(HeaderNames.DELIVERY);
        if (delivery != null) {
            Delivery.of((String) delivery.value()).ifPresent(metrics.orElseThrow()::published);
        }
        fetcher.orElseThrow().committed(sent);
    }

    @Override
    public void stop() {
        try {
            fetcher.ifPresent(this::stopFetching);
        } finally {
            open.close();
        }
        log.info("stopped");
    }

    private void stopFetching(FetchLoop running) {
        running.close();
        lastCalls.ifPresent(topic -> topic.publish(running.unpublishedCalls()));
    }

    @Override
    public String version() {
        return PluginVersion.of(WeComArchiveSourceTask.class);
    }
}
