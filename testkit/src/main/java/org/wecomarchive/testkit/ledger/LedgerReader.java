package org.wecomarchive.testkit.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.wait.BoundedWait;

/**
 * Reads raw, events, parked, dead letters and erased back into a {@link Ledger}, committed records only, headers and keys only.
 *
 * <p>Each {@link #read} goes on where the last one ended, so that a growing topic is read once. Not safe for use by several
 * threads.
 */
public final class LedgerReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Ledger ledger = new Ledger();
    private final Map<String, Ledger.Book> books;
    private final KafkaConsumer<String, Boolean> consumer;
    private final ParkedReasons parkedReasons = new ParkedReasons();
    private final Set<TopicPartition> assigned = new HashSet<>();

    /**
     * Reads the topics below one prefix from their beginning.
     *
     * @param clientSettings at least {@code bootstrap.servers}
     */
    public LedgerReader(Map<String, ?> clientSettings, Topics topics) {
        books = Map.of(
                topics.raw(), Ledger.Book.RAW,
                topics.events(), Ledger.Book.EVENTS,
                topics.parked(), Ledger.Book.PARKED,
                topics.deadLetters(), Ledger.Book.DEAD_LETTERS,
                topics.erased(), Ledger.Book.ERASED);
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        // A ledger may run beside the pipeline in the same small heap.
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        consumer = new KafkaConsumer<>(
                settings,
                new StringDeserializer(),
                // The value itself is none of the ledger's business, only that there is one.
                (topic, value) -> value == null ? null : Boolean.TRUE);
    }

    /**
     * Reads everything that is committed at the time of the call and returns the books.
     *
     * @throws TimeoutException if that takes too long; what was read is kept
     */
    public Ledger read(Duration atMost) throws InterruptedException, TimeoutException {
        assignNewPartitions();
        Map<TopicPartition, Long> ends = consumer.endOffsets(assigned, atMost);
        BoundedWait.of(atMost).until("the ends of the topics", () -> {
            boolean through =
                    ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), atMost) >= end.getValue());
            if (!through) {
                consumer.poll(POLL).forEach(this::enter);
            }
            return through;
        });
        return ledger;
    }

    /** How many records were parked for each reason, at the last {@link #read}. */
    public Map<ParkedFor, Long> parkedReasons() {
        return parkedReasons.counts();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
    }

    private void assignNewPartitions() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : books.keySet()) {
            for (PartitionInfo partition : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, partition.partition()));
            }
        }
        if (assigned.addAll(partitions)) {
            consumer.assign(assigned);
        }
    }

    private void enter(ConsumerRecord<String, Boolean> record) {
        Ledger.Book book = books.get(record.topic());
        LedgerEntry.of(record).ifPresentOrElse(entry -> ledger.add(book, entry), ledger::addUnidentified);
        if (book == Ledger.Book.PARKED) {
            parkedReasons.add(record);
        }
    }
}
