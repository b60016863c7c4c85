package org.wecomarchive.decryptor.parked;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.follow.WholeTopic;

/**
 * Tells the stream which records are parked. It reads the parked topic only while it is asked, which is while records are replayed,
 * and each time goes on from where it stood.
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
    private final String topic;
    private final LongSupplier nanoTime;
    private final Map<Integer, Map<String, SeqSet>> parked = new HashMap<>();
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
     * @param consumer without group, begins at the first record; reads what is committed only
     * @param ends the same, but one that reads uncommitted records: it is asked for end offsets and reads nothing
     * @param nanoTime monotonic clock in nanoseconds
     */
    public ParkedLookup(
            Consumer<byte[], byte[]> consumer, Consumer<byte[], byte[]> ends, String topic, LongSupplier nanoTime) {
        this.source = new WholeTopic(consumer, ends, topic);
        this.topic = topic;
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
     * <p><b>Invariant.</b> {@code NOT_PARKED} is never wrong. Records of a corp are parked by the task of its raw partition alone.
     * What tasks before had written when this one began, or could still commit, lies before the end of all that is written
     * then, committed or not, and has to be read; what this one has parked since it remembers.
     */
    public final class View {

        private final Map<String, SeqSet> own = new HashMap<>();
        private Map<TopicPartition, Long> required = Map.of();

        private View() {}

        /** The task has parked a record; its transaction may still be open. */
        public void parked(ParkedKey key) {
            own.computeIfAbsent(key.corp(), unknown -> new SeqSet()).add(key.seq());
        }

        /** Whether a record is parked; waits about a second the first time, later at most 20 ms. */
        public Answer of(ParkedKey key) {
            if (!isRead()) {
                return Answer.UNKNOWN;
            }
            if (contains(key)) {
                return Answer.PARKED;
            }
            boolean byUs = own.getOrDefault(key.corp(), new SeqSet()).contains(key.seq());
            return byUs ? Answer.UNKNOWN : Answer.NOT_PARKED;
        }

        private boolean isRead() {
            synchronized (ParkedLookup.this) {
                long start = nanoTime.getAsLong();
                boolean first = required.isEmpty();
                if (first && start - failedAt < AFTER_FAILURE.toNanos()) {
                    return false;
                }
                try {
                    required = first ? writtenNow() : required;
                    return readTo(required, start + (first ? FIRST_WAIT : WAIT).toNanos());
                } catch (InterruptException e) {
                    throw e;
                } catch (KafkaException e) {
                    log.debug("{} cannot be read: {}", topic, e.getClass().getName());
                    failedAt = nanoTime.getAsLong();
                    return false;
                }
            }
        }
    }

    private Map<TopicPartition, Long> writtenNow() {
        source.assign(FIRST_WAIT);
        return source.written(FIRST_WAIT);
    }

    /** Reads at least what is there, and waits for the rest until it is late. */
    private boolean readTo(Map<TopicPartition, Long> written, long deadline) {
        boolean read = false;
        do {
            source.poll(Duration.ZERO).forEach(this::enter);
            read = isPast(written, left(deadline));
            if (!read) {
                source.poll(left(deadline)).forEach(this::enter);
            }
        } while (!read && nanoTime.getAsLong() < deadline);
        return read;
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
        Optional<ParkedKey> key = ParkedKey.of(record.key());
        if (key.isEmpty()) {
            return;
        }
        SeqSet seqs = parked.computeIfAbsent(record.partition(), unknown -> new HashMap<>())
                .computeIfAbsent(key.get().corp(), unknown -> new SeqSet());
        if (record.value() == null) {
            seqs.remove(key.get().seq());
        } else {
            seqs.add(key.get().seq());
        }
    }

    private synchronized boolean contains(ParkedKey key) {
        return parked.values().stream()
                .map(corps -> corps.get(key.corp()))
                .anyMatch(seqs -> seqs != null && seqs.contains(key.seq()));
    }

    /** Closes both clients. */
    @Override
    public synchronized void close() {
        source.close();
    }
}
