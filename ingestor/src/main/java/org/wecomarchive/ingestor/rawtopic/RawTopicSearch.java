package org.wecomarchive.ingestor.rawtopic;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.wecomarchive.ingestor.cursor.LastRecord;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.KafkaAnswers;
import org.wecomarchive.recovery.KafkaClients;
import org.wecomarchive.recovery.Timing;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;

/**
 * Reads the raw topic backwards for the last live record of a corp, as far back as it is told, and the topic of calls for what
 * it is accounted for.
 *
 * <p><b>Isolation.</b> Committed records only. Other corps of the partition may have transactions open, behind which a
 * read_committed consumer sees nothing of anybody: so the search first waits until it can see up to where the partition
 * ended when it began. This task's own transactions are over by then, because Connect has fenced their producers.
 *
 * <p><b>Errors.</b> Kafka's own exceptions; {@link RawTopicUnsettledException} (retriable) when the topic does not exist yet or
 * reading it makes no progress, {@link HangingTransactionException} (retriable) when transactions stay open. Not thread-safe; close it after use.
 */
public final class RawTopicSearch implements AutoCloseable {

    private static final Duration CALL = Duration.ofSeconds(30);
    private static final Duration PROGRESS = Duration.ofSeconds(60);
    private static final Duration CLOSE = Duration.ofSeconds(1);
    /** No transaction of a healthy producer with Kafka's default {@code transaction.timeout.ms} is open for longer. */
    private static final Duration SETTLE = Duration.ofSeconds(60);

    private static final Backoff SETTLE_PAUSES = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));
    private static final long FIRST_WINDOW = 1000;
    private static final long LARGEST_WINDOW = 100_000;

    private final Consumer<String, byte[]> consumer;
    private final Admin admin;
    private final Timing timing;

    private RawTopicSearch(Consumer<String, byte[]> consumer, Admin admin, Timing timing) {
        this.consumer = consumer;
        this.admin = admin;
        this.timing = timing;
    }

    /** Connects with these client settings, at least {@code bootstrap.servers}. */
    public static RawTopicSearch open(Map<String, ?> clientSettings, Timing timing) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        Admin admin = KafkaClients.open(clientSettings, () -> Admin.create(Map.copyOf(clientSettings)));
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        try {
            return new RawTopicSearch(
                    KafkaClients.open(
                            settings,
                            () -> new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())),
                    admin,
                    timing);
        } catch (KafkaException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /** How many partitions the topic has. */
    public int partitions(String topic) {
        int count = Optional.ofNullable(consumer.partitionsFor(topic, CALL))
                .map(List::size)
                .orElse(0);
        if (count == 0) {
            throw new RawTopicUnsettledException("topic " + topic + " does not exist yet");
        }
        return count;
    }

    /**
     * The corp's live record with the highest seq, in any partition of the topic.
     *
     * @param since of records with an older timestamp nothing is said
     */
    public Optional<LastRecord> highest(String corpId, String topic, Instant since) throws InterruptedException {
        Optional<LastRecord> highest = Optional.empty();
        int partitions = partitions(topic);
        for (int partition = 0; partition < partitions; partition++) {
            Optional<LastRecord> last = last(corpId, new TopicPartition(topic, partition), since);
            if (last.isPresent()
                    && highest.filter(other -> other.seq() >= last.get().seq()).isEmpty()) {
                highest = last;
            }
        }
        return highest;
    }

    /**
     * The corp's last live record in this partition.
     *
     * @param since of records with an older timestamp nothing is said
     */
    public Optional<LastRecord> last(String corpId, TopicPartition partition, Instant since)
            throws InterruptedException {
        consumer.assign(List.of(partition));
        long end = settledEnd(partition);
        long begin = firstSince(partition, since, end);
        return last(
                partition,
                begin,
                end,
                record -> isLiveOf(corpId, record) ? Optional.of(lastRecord(record)) : Optional.empty());
    }

    /**
     * Up to when everything of the corp was taken or is listed as a gap, according to the last record of calls written
     * {@code since} that says so. It does not wait for open transactions: they hide only what is about a minute newer.
     *
     * @param calls the partition of the topic of calls that holds the corp
     */
    public Optional<Instant> caughtUp(String corpId, TopicPartition calls, Instant since) throws InterruptedException {
        consumer.assign(List.of(calls));
        long end = visibleEnd(calls);
        return last(calls, firstSince(calls, since, end), end, record -> caughtUp(corpId, record));
    }

    /**
     * Where the partition ended when this was called, once no open transaction hides committed records up to there.
     *
     * @throws HangingTransactionException when that takes longer than a minute
     */
    private long settledEnd(TopicPartition partition) throws InterruptedException {
        long end = highWatermark(partition);
        Duration deadline = timing.elapsed().plus(SETTLE);
        long stable = visibleEnd(partition);
        for (int looks = 1; stable < end; looks++) {
            if (timing.elapsed().compareTo(deadline) > 0) {
                throw new HangingTransactionException(partition, stable, end);
            }
            timing.sleep(SETTLE_PAUSES.after(looks));
            stable = visibleEnd(partition);
        }
        return end;
    }

    /** For a read_committed consumer, the last stable offset. */
    private long visibleEnd(TopicPartition partition) {
        return consumer.endOffsets(List.of(partition), CALL).get(partition);
    }

    private long highWatermark(TopicPartition partition) {
        ListOffsetsOptions withOpenTransactions = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        return KafkaAnswers.await(admin.listOffsets(Map.of(partition, OffsetSpec.latest()), withOpenTransactions)
                        .partitionResult(partition))
                .offset();
    }

    private long firstSince(TopicPartition partition, Instant since, long end) {
        OffsetAndTimestamp first = consumer.offsetsForTimes(Map.of(partition, since.toEpochMilli()), CALL)
                .get(partition);
        return first == null ? end : first.offset();
    }

    /** Offsets from begin inclusive to end exclusive, searched backwards. */
    private <T> Optional<T> last(
            TopicPartition partition,
            long begin,
            long end,
            Function<ConsumerRecord<String, byte[]>, Optional<T>> wanted)
            throws InterruptedException {
        long to = end;
        long window = FIRST_WINDOW;
        while (to > begin) {
            long from = Math.max(begin, to - window);
            Optional<T> found = lastBetween(partition, from, to, wanted);
            if (found.isPresent()) {
                return found;
            }
            to = from;
            window = Math.min(LARGEST_WINDOW, window * 2);
        }
        return Optional.empty();
    }

    /** Offsets from inclusive, to exclusive. */
    private <T> Optional<T> lastBetween(
            TopicPartition partition, long from, long to, Function<ConsumerRecord<String, byte[]>, Optional<T>> wanted)
            throws InterruptedException {
        Optional<T> last = Optional.empty();
        consumer.seek(partition, from);
        Duration deadline = timing.elapsed().plus(PROGRESS);
        long position = from;
        while (position < to) {
            for (ConsumerRecord<String, byte[]> record : pollOnce()) {
                Optional<T> found = record.offset() < to ? wanted.apply(record) : Optional.empty();
                last = found.isPresent() ? found : last;
            }
            long reached = consumer.position(partition, CALL);
            deadline = reached > position ? timing.elapsed().plus(PROGRESS) : deadline;
            position = reached;
            if (timing.elapsed().compareTo(deadline) > 0) {
                throw new RawTopicUnsettledException("reading " + partition + " makes no progress");
            }
        }
        return last;
    }

    private Iterable<ConsumerRecord<String, byte[]>> pollOnce() throws InterruptedException {
        try {
            return consumer.poll(Duration.ofMillis(500));
        } catch (InterruptException e) {
            throw new InterruptedException("interrupted while reading the raw topic");
        }
    }

    private static LastRecord lastRecord(ConsumerRecord<String, byte[]> record) {
        String key = record.key();
        long seq = Long.parseLong(key.substring(key.lastIndexOf(':') + 1));
        return new LastRecord(seq, record.partition(), Instant.ofEpochMilli(record.timestamp()));
    }

    /** Told by key {@code <corp_id>:<seq, 20 digits>} and header, without decoding the record. */
    private static boolean isLiveOf(String corpId, ConsumerRecord<String, ?> record) {
        Header delivery = record.headers().lastHeader(HeaderNames.DELIVERY);
        return record.key() != null
                && record.key().startsWith(corpId + ":")
                && delivery != null
                && new String(delivery.value(), StandardCharsets.UTF_8).equals(Delivery.LIVE.text());
    }

    /** What the header of a record of calls says, if it is of this corp and has it. */
    private static Optional<Instant> caughtUp(String corpId, ConsumerRecord<String, ?> record) {
        return Optional.ofNullable(record.headers().lastHeader(HeaderNames.CAUGHT_UP))
                .filter(header -> corpId.equals(record.key()))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .map(Long::parseLong)
                .map(Instant::ofEpochMilli);
    }

    @Override
    public void close() {
        try {
            admin.close(CLOSE);
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }
}
