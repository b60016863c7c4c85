package org.wecomarchive.decryptor.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.wecomarchive.decryptor.outcome.Destination;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.OutcomeHeaders;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.decryptor.parked.ParkedGroup;
import org.wecomarchive.decryptor.parked.ParkedKey;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;

/**
 * A parked record and its new outcome: what is written for it.
 *
 * <p>Everything written says {@code wecom-delivery=released}, or still {@code replayed} if a replay parked it: such a record had its
 * event before, or was parked already. A dead letter, and a record that is parked again, go on
 * naming the position in the raw topic that the parked record names. The tombstone goes to the partition of the record,
 * whatever its key hashes to by now.
 */
record ReleasedRecord(
        ConsumerRecord<byte[], byte[]> parked, ParkedKey key, ParkedGroup group, int revision, Outcome outcome) {

    RecordPosition position() {
        return new RecordPosition(parked.topic(), parked.partition(), parked.offset());
    }

    /** Whether it is not parked any more. */
    boolean isResolved() {
        return outcome.destination() != Destination.PARKED;
    }

    /** Whether it is not parked any more, or for another reason. */
    boolean isChanged() {
        return isResolved()
                || !outcome.reason().equals(Optional.of(group.reason().text()));
    }

    /** What it is parked for now; empty if it is not any more. */
    Optional<ParkedGroup> newGroup() {
        return isResolved()
                ? Optional.empty()
                : outcome.reason()
                        .flatMap(ParkedReason::of)
                        .map(reason -> new ParkedGroup(group.corp(), group.keyVersion(), reason));
    }

    /** What it holds in memory. */
    long bytes() {
        return parked.value().length + outcome.bytes();
    }

    /** The event, the dead letter, or the record with a new reason to be parked. */
    ProducerRecord<byte[], byte[]> written(String topic) {
        Record<byte[], byte[]> late =
                new Record<>(parked.key(), parked.value(), Math.max(parked.timestamp(), 0), late(parked.headers()));
        Record<byte[], byte[]> written = outcome.toRecord(late, origin());
        Integer partition = isResolved() ? null : parked.partition();
        return new ProducerRecord<>(
                topic, partition, written.timestamp(), written.key(), written.value(), written.headers());
    }

    /** Takes the record out of the parked topic. */
    ProducerRecord<byte[], byte[]> tombstone() {
        Headers headers = new RecordHeaders();
        outcome.identity().ifPresent(identity -> OutcomeHeaders.addIdentity(headers, identity));
        return new ProducerRecord<>(
                parked.topic(), parked.partition(), Math.max(parked.timestamp(), 0), parked.key(), null, late(headers));
    }

    private Headers late(Headers headers) {
        return new RecordHeaders(headers.toArray())
                .remove(HeaderNames.DELIVERY)
                .add(HeaderNames.DELIVERY, delivery().text().getBytes(UTF_8));
    }

    private Delivery delivery() {
        boolean replayed = OutcomeHeaders.delivery(parked.headers()) == Delivery.REPLAYED;
        return replayed ? Delivery.REPLAYED : Delivery.RELEASED;
    }

    private RecordPosition origin() {
        Optional<String> topic = OutcomeHeaders.text(parked.headers(), HeaderNames.ERROR_TOPIC);
        Optional<Long> partition = OutcomeHeaders.number(parked.headers(), HeaderNames.ERROR_PARTITION)
                .filter(number -> number <= Integer.MAX_VALUE);
        Optional<Long> offset = OutcomeHeaders.number(parked.headers(), HeaderNames.ERROR_OFFSET);
        return topic.isPresent() && partition.isPresent() && offset.isPresent()
                ? new RecordPosition(topic.get(), partition.get().intValue(), offset.get())
                : position();
    }
}
