package org.wecomarchive.decryptor.outcome;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/** What became of one raw record: exactly one of event, parked, dead letter and erased. */
public sealed interface Outcome {

    Destination destination();

    /** Word of the closed list of the destination's reasons; empty where there is none. */
    default Optional<String> reason() {
        return Optional.empty();
    }

    /** Which record it was; empty where its bytes do not tell. */
    Optional<RecordIdentity> identity();

    /** When the message was sent, by WeCom's clock; empty where that is not known. */
    default Optional<Instant> sentAt() {
        return Optional.empty();
    }

    /** Sender and recipients of the message; empty where they are not known. */
    default List<String> people() {
        return List.of();
    }

    /** Bytes it holds beside the raw record. */
    default long bytes() {
        return 0;
    }

    /**
     * The record to write: its timestamp is the raw record's, {@code fetched_at}.
     *
     * @param raw the record as it was read
     * @param at where it was read
     */
    Record<byte[], byte[]> toRecord(Record<byte[], byte[]> raw, RecordPosition at);

    /**
     * A chat event, serialized and known to fit.
     *
     * <p>Without copies: the arrays are handed over, and may be megabytes.
     */
    record Event(byte[] key, byte[] value, RecordIdentity record, Optional<Instant> sentAt, List<String> people)
            implements Outcome {

        private static final long BYTES_OF_A_NAME = 64;

        public Event {
            people = List.copyOf(people);
        }

        @Override
        public Destination destination() {
            return Destination.EVENTS;
        }

        @Override
        public Optional<RecordIdentity> identity() {
            return Optional.of(record);
        }

        @Override
        public long bytes() {
            return (long) key.length + value.length + BYTES_OF_A_NAME * people.size();
        }

        @Override
        public Record<byte[], byte[]> toRecord(Record<byte[], byte[]> raw, RecordPosition at) {
            return new Record<>(key, value, raw.timestamp(), OutcomeHeaders.ofEvent(record, raw.headers()));
        }

        /** Sizes alone: the rest is plaintext. */
        @Override
        public String toString() {
            return "Event[value=" + value.length + " bytes]";
        }
    }

    /**
     * No outcome yet: key, value and headers are written as they came, with the reason. A record without a key gets
     * the one that it should have, for its topic is compacted.
     */
    record Parked(ParkedReason why, FailedStep failure, RecordIdentity record) implements Outcome {

        @Override
        public Destination destination() {
            return Destination.PARKED;
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(why.text());
        }

        @Override
        public Optional<RecordIdentity> identity() {
            return Optional.of(record);
        }

        @Override
        public Record<byte[], byte[]> toRecord(Record<byte[], byte[]> raw, RecordPosition at) {
            Record<byte[], byte[]> keyed = raw.key() == null ? raw.withKey(record.key()) : raw;
            return keyed.withHeaders(OutcomeHeaders.ofFailure(this, failure, raw.headers(), at));
        }
    }

    /** Never an event: key, value and headers are written as they came, with the reason. */
    record DeadLetter(DeadLetterReason why, FailedStep failure, Optional<RecordIdentity> identity) implements Outcome {

        @Override
        public Destination destination() {
            return Destination.DEAD_LETTERS;
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(why.text());
        }

        @Override
        public Record<byte[], byte[]> toRecord(Record<byte[], byte[]> raw, RecordPosition at) {
            return raw.withHeaders(OutcomeHeaders.ofFailure(this, failure, raw.headers(), at));
        }
    }

    /** Kept back by an order of erasure: what is written holds nothing of the record but which one it was. */
    record Erased(byte[] value, RecordIdentity record) implements Outcome {

        @Override
        public Destination destination() {
            return Destination.ERASED;
        }

        @Override
        public Optional<RecordIdentity> identity() {
            return Optional.of(record);
        }

        @Override
        public long bytes() {
            return value.length;
        }

        @Override
        public Record<byte[], byte[]> toRecord(Record<byte[], byte[]> raw, RecordPosition at) {
            return new Record<>(record.key(), value, raw.timestamp(), OutcomeHeaders.ofEvent(record, raw.headers()));
        }
    }
}
