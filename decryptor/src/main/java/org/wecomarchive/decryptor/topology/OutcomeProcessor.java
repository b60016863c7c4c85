package org.wecomarchive.decryptor.topology;

import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.outcome.Destination;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.OutcomeHeaders;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;

/** Takes the outcome of each record, in order, and forwards it to its sink. */
final class OutcomeProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private final Patience patience;
    private final MetricsSource metricsSource;
    private final ProgressListener progress;

    private ProcessorContext<byte[], byte[]> context;
    private OutcomeMetrics metrics;

    OutcomeProcessor(Patience patience, MetricsSource metricsSource, ProgressListener progress) {
        this.patience = patience;
        this.metricsSource = metricsSource;
        this.progress = progress;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.metrics = metricsSource.open(context);
    }

    @Override
    @SuppressWarnings("try") // The log context is used by being open.
    public void process(Record<byte[], byte[]> raw) {
        RecordPosition at = position();
        try (LogContext coordinates = LogContext.of(at, raw.headers())) {
            Decryption decryption = patience.decrypt(at, raw.value());
            Record<byte[], byte[]> result = decryption.outcome().toRecord(raw, at);
            context.forward(result, decryption.outcome().destination().text());
            if (decryption.outcome().destination() != Destination.PARKED && isReplayed(raw)) {
                key(raw, decryption.outcome())
                        .ifPresent(key -> context.forward(tombstone(raw, key), Destination.PARKED.text()));
            }
            metrics.record(decryption);
            progress.advanced(at);
        } catch (RuntimeException e) {
            progress.failed(at);
            throw e;
        }
    }

    private static boolean isReplayed(Record<byte[], byte[]> raw) {
        return OutcomeHeaders.text(raw.headers(), HeaderNames.DELIVERY)
                .flatMap(Delivery::of)
                .filter(delivery -> delivery == Delivery.REPLAYED)
                .isPresent();
    }

    /** Under which the record is parked, if it is; empty where neither its key nor its bytes tell which one it is. */
    private static Optional<byte[]> key(Record<byte[], byte[]> raw, Outcome outcome) {
        return raw.key() == null ? outcome.identity().map(RecordIdentity::key) : Optional.of(raw.key());
    }

    /** The record may have been parked when it came before: it is not any more, else a release would repeat it. */
    private static Record<byte[], byte[]> tombstone(Record<byte[], byte[]> raw, byte[] key) {
        return raw.withKey(key).withValue((byte[]) null).withHeaders(OutcomeHeaders.ofTombstone(raw.headers()));
    }

    private RecordPosition position() {
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        return new RecordPosition(metadata.topic(), metadata.partition(), metadata.offset());
    }
}
