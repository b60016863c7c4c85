package org.wecomarchive.decryptor.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.follow.RetryLoop;
import org.wecomarchive.decryptor.follow.WholeTopic;
import org.wecomarchive.decryptor.metrics.Figure;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.schemas.Erasure;
import org.wecomarchive.serde.UndecodableRecordException;

/**
 * Reads the topic of erasures from its beginning and stays at its end.
 *
 * <p>Only the last record of a key counts, and only that one is decoded. So a later record under the same key mends one that is no
 * order.
 *
 * <p><b>Invariants.</b> When {@link #requireCurrent} returns, every order is known that was written {@link #MOST_AGE} before or
 * earlier; while the brokers answer, an order is known within about a second. What was read and is not entered yet is kept. The end of
 * the topic includes open transactions: an order may lie behind somebody's.
 *
 * <p><b>Errors.</b> What cannot be read or obeyed is fatal, for to go on publishing would break an order. If brokers or registry
 * are away, it is a {@link org.apache.kafka.common.errors.RetriableException}; if the registry does not know an order's schema, a
 * {@link org.wecomarchive.serde.UnresolvableSchemaException}. After these two the same call may succeed later.
 *
 * <p><b>Threads.</b> {@link #catchUp} and {@link #close} for one thread at a time; the rest is safe for any number.
 */
public final class ErasureLog implements RetryLoop.Work {

    /** Age of knowledge that is not used any more. */
    public static final Duration MOST_AGE = Duration.ofSeconds(30);

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration CATCHING_UP = Duration.ofSeconds(20);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration POLL = Duration.ofMillis(200);

    private final WholeTopic source;
    private final String topic;
    private final Function<ConsumerRecord<byte[], byte[]>, Erasure> decoder;
    private final ErasureBook book;
    private final LongSupplier nanoTime;
    private final Map<String, ConsumerRecord<byte[], byte[]>> unentered = new LinkedHashMap<>();
    private volatile long currentAt;

    /**
     * Nothing is read yet.
     *
     * @param source the topic of erasures, read by a consumer without a policy for lost offsets
     * @param decoder throws as the serde does
     * @param mostOrders more are fatal
     * @param nanoTime monotonic clock in nanoseconds
     */
    public ErasureLog(
            WholeTopic source,
            Function<ConsumerRecord<byte[], byte[]>, Erasure> decoder,
            int mostOrders,
            LongSupplier nanoTime) {
        this.source = source;
        this.topic = source.topic();
        this.decoder = decoder;
        this.book = new ErasureBook(mostOrders);
        this.nanoTime = nanoTime;
        this.currentAt = nanoTime.getAsLong() - MOST_AGE.toNanos() - 1;
    }

    /** Stays at the end of the topic. While that fails, the log grows old and then stops the stream. */
    @Override
    public boolean run() {
        catchUp();
        read(IDLE);
        return true;
    }

    /** Reads up to the end that the topic has now. */
    public void catchUp() {
        long asked = nanoTime.getAsLong();
        source.assign(ANSWER);
        Map<TopicPartition, Long> written = source.written(ANSWER);
        requireSameTopic(written);
        Map<TopicPartition, Long> readable = source.readable(ANSWER);
        while (!source.isPast(written, ANSWER)) {
            if (nanoTime.getAsLong() - asked > CATCHING_UP.toNanos()) {
                throw new TimeoutException(
                        "the end of " + topic + " was not reached within " + CATCHING_UP.toSeconds() + " s");
            }
            read(POLL);
            if (source.isPast(readable, ANSWER)) {
                // Somebody's transaction is open behind it.
                enterAll();
            }
        }
        enterAll();
        currentAt = asked;
    }

    /** Reads what comes, and waits for it at most this long; the next {@link #catchUp} enters it. */
    void read(Duration atMost) {
        try {
            source.poll(atMost).forEach(this::keepLast);
        } catch (OffsetOutOfRangeException e) {
            throw madeAgain(e);
        }
    }

    private void requireSameTopic(Map<TopicPartition, Long> written) {
        boolean shorter = written.entrySet().stream()
                .anyMatch(end -> end.getValue() == 0 && source.position(end.getKey(), ANSWER) > 0);
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
        for (String key : List.copyOf(unentered.keySet())) {
            enter(key, unentered.get(key));
            unentered.remove(key);
        }
    }

    private void enter(String key, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            book.takeBack(key);
            return;
        }
        try {
            book.enter(key, decoder.apply(record));
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

    /** What the metrics show. */
    public List<Figure> figures() {
        return List.of(
                Figure.of("wecom_erasures", "orders of erasure in force", this::size),
                Figure.of(
                        "wecom_erasures_age_seconds",
                        "seconds since the orders of erasure were known to be complete",
                        () -> age().toMillis() / 1000.0));
    }

    /** Orders in force. */
    int size() {
        return book.size();
    }

    /** Time since the orders were last known to be complete. */
    Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - currentAt);
    }

    /**
     * Refuses to answer from old knowledge.
     *
     * @throws TransientTroubleException when the orders could not be read for so long that one may have been missed
     */
    public void requireCurrent() throws TransientTroubleException {
        if (age().compareTo(MOST_AGE) > 0) {
            throw TransientTroubleException.healing(
                    "the orders of erasure in " + topic + " could not be read to their end for " + MOST_AGE
                            + "; if brokers and registry answer, somebody's transaction in the topic is open:"
                            + " kafka-transactions.sh --bootstrap-server <brokers> find-hanging --topic " + topic
                            + " names it, and abort ends it",
                    new TimeoutException(topic));
        }
    }

    /**
     * An order that names the record or one of its people.
     *
     * @param people sender and recipients; empty where the record could not be read
     */
    public Optional<Erasure> against(RecordIdentity record, Collection<String> people) {
        return book.against(record, people);
    }

    @Override
    public void wakeUp() {
        source.wakeUp();
    }

    @Override
    public void close() {
        source.close();
    }
}
