package org.wecomarchive.decryptor.topology;

import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.health.Progress;
import org.wecomarchive.decryptor.metrics.OutcomeMetrics;
import org.wecomarchive.decryptor.outcome.Destination;
import org.wecomarchive.decryptor.outcome.LogContext;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.OutcomeHeaders;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.decryptor.parked.ParkedKey;
import org.wecomarchive.decryptor.parked.ParkedLookup;
import org.wecomarchive.schemas.Delivery;

/** Takes the outcome of each record, in order, and forwards it to its sink. */
final class OutcomeProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private final TransactionRetry decrypter;
    private final Function<StreamsMetrics, OutcomeMetrics> registering;
    private final Progress progress;
    private final ParkedLookup lookup;

    private ParkedLookup.View parked;
    private ProcessorContext<byte[], byte[]> context;
    private OutcomeMetrics metrics;

    /** @param registering makes the metrics, or finds those that another task has made */
    OutcomeProcessor(
            TransactionRetry decrypter,
            Function<StreamsMetrics, OutcomeMetrics> registering,
            Progress progress,
            ParkedLookup lookup) {
        this.decrypter = decrypter;
        this.registering = registering;
        this.progress = progress;
        this.lookup = lookup;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.metrics = registering.apply(context.metrics());
        this.parked = lookup.view();
    }

    @Override
    @SuppressWarnings("try") // The log context is used by being open.
    public void process(Record<byte[], byte[]> raw) {
        RecordPosition at = position();
        try (LogContext coordinates = LogContext.of(at, raw.headers())) {
            Decryption decryption = decrypter.decrypt(at, raw.value());
            Outcome outcome = decryption.outcome();
            if (outcome.destination() == Destination.PARKED) {
                park(raw, outcome.toRecord(raw, at));
            } else {
                context.forward(outcome.toRecord(raw, at), outcome.destination().text());
                takeOutOfParked(raw, outcome);
            }
            metrics.record(decryption);
            progress.advanced(at);
        } catch (RuntimeException e) {
            progress.failed(at);
            throw e;
        }
    }

    /** What a replay finds parked stays as it is: its event will be the first one, and say so. */
    private void park(Record<byte[], byte[]> raw, Record<byte[], byte[]> result) {
        if (!isReplayed(raw) || isParked(result.key()) != ParkedLookup.Answer.PARKED) {
            context.forward(result, Destination.PARKED.text());
            ParkedKey.of(result.key()).ifPresent(parked::parked);
        }
    }

    /** The record may have been parked when it came before: it is not any more, else a release would repeat it. */
    private void takeOutOfParked(Record<byte[], byte[]> raw, Outcome outcome) {
        Optional<byte[]> key = isReplayed(raw) ? key(raw, outcome) : Optional.empty();
        key.filter(known -> isParked(known) != ParkedLookup.Answer.NOT_PARKED)
                .ifPresent(known -> context.forward(tombstone(raw, known), Destination.PARKED.text()));
    }

    private ParkedLookup.Answer isParked(byte[] key) {
        return ParkedKey.of(key).map(parked::of).orElse(ParkedLookup.Answer.UNKNOWN);
    }

    private static boolean isReplayed(Record<byte[], byte[]> raw) {
        return OutcomeHeaders.delivery(raw.headers()) == Delivery.REPLAYED;
    }

    /** Under which the record is parked, if it is; empty where neither its key nor its bytes tell which one it is. */
    private static Optional<byte[]> key(Record<byte[], byte[]> raw, Outcome outcome) {
        return raw.key() == null ? outcome.identity().map(RecordIdentity::key) : Optional.of(raw.key());
    }

    private static Record<byte[], byte[]> tombstone(Record<byte[], byte[]> raw, byte[] key) {
        return raw.withKey(key).withValue((byte[]) null).withHeaders(OutcomeHeaders.ofTombstone(raw.headers()));
    }

    private RecordPosition position() {
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        return new RecordPosition(metadata.topic(), metadata.partition(), metadata.offset());
    }
}
