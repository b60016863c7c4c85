package org.wecomarchive.sinkelasticsearch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.sinkelasticsearch.bulk.BulkWriter;
import org.wecomarchive.sinkelasticsearch.bulk.PendingDocument;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite;
import org.wecomarchive.sinkelasticsearch.document.EventDocuments;
import org.wecomarchive.sinkelasticsearch.failure.RejectedDocumentException;
import org.wecomarchive.sinkelasticsearch.offset.Entry;
import org.wecomarchive.sinkelasticsearch.offset.OffsetLedger;
import org.wecomarchive.sinkelasticsearch.recall.RecallLoop;

/** The way of records from Connect to the writer, and of offsets back. For the task's thread only. */
final class Pipeline {

    private final EventReader reader;
    private final SchemaRetry schemas;
    private final EventDocuments documents;
    private final BulkWriter writer;
    private final Optional<RecallLoop> recalls;
    private final Rejections rejections;
    private final FlowControl flow;
    private final EmptyIndexCheck emptyIndex;
    private final OffsetLedger ledger = new OffsetLedger();

    Pipeline(
            EventReader reader,
            SchemaRetry schemas,
            EventDocuments documents,
            BulkWriter writer,
            Optional<RecallLoop> recalls,
            Rejections rejections,
            FlowControl flow,
            EmptyIndexCheck emptyIndex) {
        this.reader = reader;
        this.schemas = schemas;
        this.documents = documents;
        this.writer = writer;
        this.recalls = recalls;
        this.rejections = rejections;
        this.flow = flow;
        this.emptyIndex = emptyIndex;
    }

    /**
     * Takes all of the records, or none of them.
     *
     * @throws RetriableException if none was taken because the registry does not give a schema: the same come again
     * @throws org.wecomarchive.sinkelasticsearch.failure.FatalSinkException if they are no events, or somebody has to act first
     */
    void take(Collection<SinkRecord> records) {
        requireRunning();
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

    private void requireRunning() {
        writer.failure().ifPresent(failure -> {
            throw failure;
        });
        recalls.flatMap(RecallLoop::failure).ifPresent(failure -> {
            throw failure;
        });
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
        Entry entry = ledger.take(
                new TopicPartition(sinkRecord.topic(), sinkRecord.kafkaPartition()), sinkRecord.kafkaOffset());
        if (decoded.write().isEmpty()) {
            rejections.add(sinkRecord, entry, decoded.refusal());
            return Optional.empty();
        }
        return Optional.of(new PendingDocument() {
            @Override
            public DocumentWrite write() {
                return decoded.write().get();
            }

            @Override
            public void written() {
                entry.settle();
                decoded.liveSince().ifPresent(writer.metrics()::indexed);
            }

            @Override
            public void rejected(String reasonType) {
                rejections.add(sinkRecord, entry, reasonType);
            }
        });
    }

    /** A record and the write it becomes, or the reason why it becomes none. */
    private record Decoded(
            SinkRecord sinkRecord, Optional<DocumentWrite> write, Optional<Instant> liveSince, String refusal) {}
}
