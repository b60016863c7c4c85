package org.wecomarchive.sinkelasticsearch;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.wecomarchive.connectplugin.TaskResources;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.recovery.Sleeper;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.sinkelasticsearch.bulk.BulkWriter;
import org.wecomarchive.sinkelasticsearch.bulk.PendingDocument;
import org.wecomarchive.sinkelasticsearch.cluster.ElasticsearchCluster;
import org.wecomarchive.sinkelasticsearch.cluster.IndexCatalog;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite;
import org.wecomarchive.sinkelasticsearch.document.EventDocuments;
import org.wecomarchive.sinkelasticsearch.failure.BackgroundWork;
import org.wecomarchive.sinkelasticsearch.failure.RejectedDocumentException;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;
import org.wecomarchive.sinkelasticsearch.offset.OffsetEntry;
import org.wecomarchive.sinkelasticsearch.offset.OffsetLedger;
import org.wecomarchive.sinkelasticsearch.recall.RecallLoop;
import org.wecomarchive.sinkelasticsearch.recall.Reconciler;

/** The way of records from Connect to the writer, and of offsets back; puts its parts together. For the task's thread only. */
final class Pipeline {

    private final SinkMetrics metrics;
    private final EventReader reader;
    private final SchemaRetry schemas;
    private final EventDocuments documents;
    private final BulkWriter writer;
    private final BackgroundWork recalls;
    private final Rejections rejections;
    private final FlowControl flow;
    private final EmptyIndexCheck emptyIndex;
    private final OffsetLedger ledger = new OffsetLedger();

    /**
     * Starts what works in the background.
     *
     * @param open takes what must be closed
     * @param marksRecalls whether this task is the one that looks for recalled messages
     */
    Pipeline(
            SinkElasticsearchConfig config,
            SinkTaskContext context,
            Clock clock,
            TaskResources open,
            boolean marksRecalls) {
        Recoveries recoveries = Recoveries.logged();
        Backoff backoff = config.backoff();
        Function<String, Recovery> recovery = what -> recoveries.open(what, backoff, backoff.cap());
        IndexNames names = config.template().names();
        metrics = new SinkMetrics(context.pluginMetrics(), clock, recoveries);
        reader = new EventReader(open.keep(RecordReader.of(ChatEvent.class, config.registrySettings())));
        schemas = new SchemaRetry(recovery.apply("the schemas of events"), clock);
        documents = new EventDocuments(names, clock);
        rejections = new Rejections(Optional.ofNullable(context.errantRecordReporter()), metrics);
        flow = new FlowControl(context, config.bufferBytes(), metrics);
        ElasticsearchCluster cluster = open.keep(ElasticsearchCluster.of(config.cluster()));
        IndexCatalog catalog = new IndexCatalog(cluster, config.template(), metrics);
        emptyIndex = new EmptyIndexCheck(catalog, metrics);
        writer = open.keep(new BulkWriter(
                cluster,
                catalog,
                config.bulkLimits(),
                () -> recovery.apply("elasticsearch"),
                Sleeper.system(),
                metrics));
        writer.prepare();
        recalls = open.keep(new BackgroundWork("elasticsearch-recalls", 1));
        if (marksRecalls) {
            recalls.start(new RecallLoop(
                    new Reconciler(cluster, catalog, names, clock, config.recallRetry(), metrics),
                    catalog,
                    recovery.apply("elasticsearch, marking recalled messages"),
                    config.recallInterval(),
                    Sleeper.system()));
        }
    }

    /**
     * Takes all of the records, or none of them.
     *
     * @throws RetriableException if none was taken because the registry does not give a schema: the same come again
     * @throws org.wecomarchive.sinkelasticsearch.failure.FatalSinkException if they are no events, or somebody has to act first
     */
    void take(Collection<SinkRecord> records) {
        writer.requireRunning();
        recalls.requireRunning();
        rejections.report();
        List<PendingDocument> pending = new ArrayList<>();
        decoded(records).forEach(one -> track(one).ifPresent(pending::add));
        writer.submit(pending);
        rejections.report();
        emptyIndex.look(records);
        flow.adapt(records.size(), writer.inFlightBytes());
    }

    private List<Decoded> decoded(Collection<SinkRecord> records) {
        if (records.isEmpty()) {
            // Connect hands over a batch again until it is taken, unless its partitions have gone to another task.
            schemas.none();
            return List.of();
        }
        try {
            return schemas.decoded(() -> records.stream().map(this::decode).toList());
        } catch (RetriableException e) {
            flow.waitFor(schemas.pause(), writer.inFlightBytes());
            throw e;
        }
    }

    private Decoded decode(SinkRecord sinkRecord) {
        try {
            ChatEvent event = reader.event(sinkRecord);
            Delivery delivery = EventReader.delivery(sinkRecord);
            Optional<Instant> sentAt =
                    delivery == Delivery.LIVE ? Optional.ofNullable(event.getSentAt()) : Optional.empty();
            return new Decoded(sinkRecord, Optional.of(documents.write(event, delivery)), sentAt, "");
        } catch (RejectedDocumentException e) {
            return new Decoded(sinkRecord, Optional.empty(), Optional.empty(), e.getMessage());
        }
    }

    Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> consumed) {
        return ledger.committable(consumed);
    }

    void forget(Collection<TopicPartition> partitions) {
        ledger.forget(partitions);
    }

    /** From now on the record holds back its partition's offset; empty if it becomes no document. */
    private Optional<PendingDocument> track(Decoded decoded) {
        SinkRecord sinkRecord = decoded.sinkRecord();
        OffsetEntry entry = ledger.take(
                new TopicPartition(sinkRecord.topic(), sinkRecord.kafkaPartition()), sinkRecord.kafkaOffset());
        if (decoded.write().isEmpty()) {
            rejections.add(sinkRecord, entry, decoded.refusal());
            return Optional.empty();
        }
        Runnable written = () -> {
            entry.settle();
            decoded.liveSince().ifPresent(metrics::indexed);
        };
        return Optional.of(new PendingDocument(
                decoded.write().get(), written, reasonType -> rejections.add(sinkRecord, entry, reasonType)));
    }

    /** A record and the write it becomes, or the reason why it becomes none. */
    private record Decoded(
            SinkRecord sinkRecord, Optional<DocumentWrite> write, Optional<Instant> liveSince, String refusal) {}
}
