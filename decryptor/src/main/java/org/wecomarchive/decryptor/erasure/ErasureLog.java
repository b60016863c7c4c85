package org.wecomarchive.decryptor.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.schemas.Erasure;
import org.wecomarchive.serde.UndecodableRecordException;

/**
 * Reads the topic of erasures from its beginning and stays at its end.
 *
 * <p>Of each key only the last record counts, and only that is decoded: a record that is no order is mended by a later one under its
 * key.
 *
 * <p><b>Invariants.</b> Whatever had been ordered at the time of {@link #requireCurrent} less {@link #MOST_AGE} is known; as
 * long as the brokers answer, an order is known within about a second. What was read and is not entered yet is kept.
 * The end of the topic is the end of all that is written, committed or not: an order may lie behind somebody's open transaction.
 *
 * <p><b>Errors.</b> What cannot be read or obeyed is fatal: publishing on would break an order. Brokers or registry being
 * away is a {@link org.apache.kafka.common.errors.RetriableException}. A registry that does not know an order's schema is a
 * {@link org.wecomarchive.serde.UnresolvableSchemaException}. After each of the latter the same call may succeed later.
 *
 * <p><b>Threads.</b> {@link #catchUp} and {@link #close} for one thread at a time; the rest is safe for any number.
 */
public final class ErasureLog implements ErasureOrders, AutoCloseable {

    /** Age of knowledge that is not used any more. */
    public static final Duration MOST_AGE = Duration.ofSeconds(30);

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration CATCHING_UP = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Consumer<byte[], byte[]> ends;
    private final String topic;
    private final ErasureDecoder decoder;
    private final ErasureBook book;
    private final LongSupplier nanoTime;
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Map<String, ConsumerRecord<byte[], byte[]>> unentered = new LinkedHashMap<>();
    private volatile long currentAt;
    private volatile boolean everCurrent;

    /** Reads an order from its bytes. */
    @FunctionalInterface
    public interface ErasureDecoder {
        /** Throws as the serde does. */
        Erasure decode(int partition, long offset, byte[] value);
    }

    /**
     * Nothing is read yet.
     *
     * @param consumer without group and without a policy for lost offsets; reads what is committed only
     * @param ends the same, but one that reads uncommitted records: it is asked for end offsets and reads nothing
     * @param mostOrders more are fatal
     * @param nanoTime monotonic clock in nanoseconds
     */
    public ErasureLog(
            Consumer<byte[], byte[]> consumer,
            Consumer<byte[], byte[]> ends,
            String topic,
            ErasureDecoder decoder,
            int mostOrders,
            LongSupplier nanoTime) {
        this.consumer = consumer;
        this.ends = ends;
        this.topic = topic;
        this.decoder = decoder;
        this.book = new ErasureBook(mostOrders);
        this.nanoTime = nanoTime;
    }

    /** Reads up to the end that the topic has now. */
    public void catchUp() {
        long asked = nanoTime.getAsLong();
        assignNewPartitions();
        Map<TopicPartition, Long> written = ends.endOffsets(assigned, ANSWER);
        requireSameTopic(written);
        Map<TopicPartition, Long> readable = consumer.endOffsets(assigned, ANSWER);
        while (!reached(written)) {
            if (nanoTime.getAsLong() - asked > CATCHING_UP.toNanos()) {
                throw new TimeoutException("the end of " + topic + " was not reached within " + CATCHING_UP);
            }
            read(POLL);
            if (reached(readable)) {
                // Somebody's transaction is open behind it.
                enterAll();
            }
        }
        enterAll();
        currentAt = asked;
        everCurrent = true;
    }

    /** Reads what comes, and waits for it at most this long; the next {@link #catchUp} enters it. */
    void read(Duration atMost) {
        try {
            consumer.poll(atMost).forEach(this::keepLast);
        } catch (OffsetOutOfRangeException e) {
            throw madeAgain(e);
        }
    }

    private void assignNewPartitions() {
        Set<TopicPartition> found = consumer.partitionsFor(topic, ANSWER).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .collect(Collectors.toSet());
        if (found.isEmpty()) {
            throw new UnknownTopicOrPartitionException(topic);
        }
        List<TopicPartition> unknown =
                found.stream().filter(place -> !assigned.contains(place)).toList();
        if (!unknown.isEmpty()) {
            assigned.addAll(unknown);
            consumer.assign(assigned);
            // The client warns of ends that it was asked for and does not read.
            ends.assign(assigned);
            consumer.seekToBeginning(unknown);
        }
    }

    private boolean reached(Map<TopicPartition, Long> written) {
        for (Map.Entry<TopicPartition, Long> end : written.entrySet()) {
            if (consumer.position(end.getKey(), ANSWER) < end.getValue()) {
                return false;
            }
        }
        return true;
    }

    private void requireSameTopic(Map<TopicPartition, Long> written) {
        boolean shorter = written.entrySet().stream()
                .anyMatch(end -> end.getValue() == 0 && consumer.position(end.getKey(), ANSWER) > 0);
        if (shorter) {
            throw madeAgain(new IllegalStateException("the topic has become shorter"));
        }
    }

    private FatalTroubleException madeAgain(Exception cause) {
        return new FatalTroubleException(
                topic
                        + " was made again or has lost records: put the orders of erasure back in place, then start"
                        + " again",
                cause);
    }

    private void keepLast(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            throw unreadable(record, new IllegalArgumentException("no key"));
        }
        unentered.put(new String(record.key(), UTF_8), record);
    }

    /** What cannot be entered now is entered by a later call. */
    private void enterAll() {
        Iterator<Map.Entry<String, ConsumerRecord<byte[], byte[]>>> last =
                unentered.entrySet().iterator();
        while (last.hasNext()) {
            Map.Entry<String, ConsumerRecord<byte[], byte[]>> order = last.next();
            enter(order.getKey(), order.getValue());
            last.remove();
        }
    }

    private void enter(String key, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            book.takeBack(key);
            return;
        }
        try {
            book.enter(key, decoder.decode(record.partition(), record.offset(), record.value()));
        } catch (UndecodableRecordException e) {
            throw unreadable(record, e);
        }
    }

    private static FatalTroubleException unreadable(ConsumerRecord<byte[], byte[]> record, Exception cause) {
        return new FatalTroubleException(
                "the record at offset " + record.offset() + " of " + record.topic() + "-" + record.partition()
                        + " is not an order of erasure, so that nobody knows what may be published: write a valid"
                        + " order or a tombstone under its key, then start again",
                cause);
    }

    /** Orders in force. */
    public int size() {
        return book.size();
    }

    /** Time since the orders were last known to be complete. */
    public Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - currentAt);
    }

    @Override
    public void requireCurrent() throws TransientTroubleException {
        if (!everCurrent || age().compareTo(MOST_AGE) > 0) {
            throw TransientTroubleException.healing(
                    "the orders of erasure in " + topic + " could not be read to their end for " + MOST_AGE
                            + "; if brokers and registry answer, somebody's transaction in the topic is open:"
                            + " kafka-transactions.sh --bootstrap-server <brokers> find-hanging --topic " + topic
                            + " names it, and abort ends it",
                    new TimeoutException(topic));
        }
    }

    @Override
    public Optional<Erasure> against(RecordIdentity record, Collection<String> people) {
        return book.against(record, people);
    }

    void wakeUp() {
        consumer.wakeup();
        ends.wakeup();
    }

    @Override
    public void close() {
        try (Consumer<?, ?> reading = consumer) {
            ends.close(CloseOptions.timeout(CLOSING));
            reading.close(CloseOptions.timeout(CLOSING));
        }
    }
}
