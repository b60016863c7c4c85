package org.wecomarchive.decryptor.parked;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.follow.WholeTopic;

/**
 * Tells the stream which records are parked. The stream asks about replayed records only. Each question reads on in the parked
 * topic from where the last one stopped.
 *
 * <p><b>Errors.</b> None: what cannot be read in time, or at all, is {@link Answer#UNKNOWN}.
 *
 * <p><b>Threads.</b> Safe for any number; a view is for one.
 */
public final class ParkedLookup implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ParkedLookup.class);

    /** Within this an ordinary topic, with few parked records or none, is read. */
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    private static final Duration WAIT = Duration.ofMillis(20);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

    private final WholeTopic source;
    private final LongSupplier nanoTime;
    private final Map<Integer, ParkedKeys> parked = new HashMap<>();
    private long failedAt;

    /** Whether a record is parked. */
    public enum Answer {
        PARKED,
        NOT_PARKED,
        UNKNOWN
    }

    /**
     * Nothing is read yet.
     *
     * @param source the parked topic
     * @param nanoTime monotonic clock in nanoseconds
     */
    public ParkedLookup(WholeTopic source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
        this.failedAt = nanoTime.getAsLong() - AFTER_FAILURE.toNanos();
    }

    /** A view for a task of the stream that begins now. */
    public View view() {
        return new View();
    }

    /**
     * What one task knows.
     *
     * <p><b>Invariant.</b> {@code NOT_PARKED} is never wrong. Only the task of a corp's raw partition parks records of that corp.
     * Whatever earlier tasks had written when this one began, or could still commit, lies before the end that the topic had then,
     * open transactions included; the view answers only once everything up to there was read. It remembers what its own task has
     * parked since.
     */
    public final class View {

        private final ParkedKeys own = new ParkedKeys();
        private Map<TopicPartition, Long> required = Map.of();

        private View() {}

        /** The task has parked a record; its transaction may still be open. */
        public void parked(ParkedKey key) {
            own.add(key);
        }

        /** Whether a record is parked; waits about a second the first time, later at most 20 ms. */
        public Answer of(ParkedKey key) {
            synchronized (ParkedLookup.this) {
                if (!isRead()) {
                    return Answer.UNKNOWN;
                }
                if (parked.values().stream().anyMatch(keys -> keys.contains(key))) {
                    return Answer.PARKED;
                }
                return own.contains(key) ? Answer.UNKNOWN : Answer.NOT_PARKED;
            }
        }

        private boolean isRead() {
            long start = nanoTime.getAsLong();
            boolean first = required.isEmpty();
            if (first && start - failedAt < AFTER_FAILURE.toNanos()) {
                return false;
            }
            try {
                if (first) {
                    source.assign(FIRST_WAIT);
                    required = source.written(FIRST_WAIT);
                }
                return readTo(required, start + (first ? FIRST_WAIT : WAIT).toNanos());
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                log.debug("{} cannot be read: {}", source.topic(), e.getClass().getName());
                failedAt = nanoTime.getAsLong();
                return false;
            }
        }
    }

    /** Reads at least what is there, and waits for the rest until the deadline. */
    private boolean readTo(Map<TopicPartition, Long> written, long deadline) {
        source.poll(Duration.ZERO).forEach(this::enter);
        while (!isPast(written, left(deadline))) {
            if (nanoTime.getAsLong() >= deadline) {
                return false;
            }
            source.poll(left(deadline)).forEach(this::enter);
        }
        return true;
    }

    private boolean isPast(Map<TopicPartition, Long> written, Duration atMost) {
        try {
            return source.isPast(written, atMost);
        } catch (TimeoutException e) {
            return false;
        }
    }

    private Duration left(long deadline) {
        long nanos = Math.max(deadline - nanoTime.getAsLong(), WAIT.toNanos() / 2);
        return Duration.ofNanos(Math.min(nanos, WAIT.toNanos()));
    }

    private void enter(ConsumerRecord<byte[], byte[]> record) {
        ParkedKeys keys = parked.computeIfAbsent(record.partition(), unknown -> new ParkedKeys());
        ParkedKey.of(record.key()).ifPresent(record.value() == null ? keys::remove : keys::add);
    }

    /** Closes both clients. */
    @Override
    public synchronized void close() {
        source.close();
    }
}
