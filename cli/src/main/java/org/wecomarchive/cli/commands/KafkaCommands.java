package org.wecomarchive.cli.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Timer;
import org.wecomarchive.recovery.KafkaAnswers;
import org.wecomarchive.recovery.KafkaClients;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.RecordKeys;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RecordSerde;
import org.wecomarchive.serde.UndecodableRecordException;

/** The topic of commands; each {@link #read} reads it whole. Not safe for use by several threads. */
public final class KafkaCommands implements CommandStore, AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Topics topics;
    private final RecordSerde<Command> serde;
    private final Consumer<String> warnings;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaConsumer<byte[], byte[]> uncommitted;
    private final KafkaProducer<byte[], byte[]> producer;

    /**
     * Connects when it is used.
     *
     * @param client settings of Kafka's clients
     * @param warnings told of records whose bytes are no command, whatever the registry knows
     */
    public KafkaCommands(
            Map<String, Object> client, Topics topics, RecordSerde<Command> serde, Consumer<String> warnings) {
        this.topics = topics;
        this.serde = serde;
        this.warnings = warnings;
        Map<String, Object> reading = new HashMap<>(client);
        reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        Map<String, Object> ends = new HashMap<>(reading);
        ends.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        Map<String, Object> writing = new HashMap<>(client);
        writing.put(ProducerConfig.ACKS_CONFIG, "all");
        writing.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        writing.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER.toMillis());
        writing.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        writing.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                ANSWER.dividedBy(3).toMillis());
        this.consumer = KafkaClients.open(
                reading, () -> new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        this.uncommitted = KafkaClients.open(
                ends, () -> new KafkaConsumer<>(ends, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        this.producer = KafkaClients.open(
                writing, () -> new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** How many partitions the parked topic has: a release has a part in each. */
    public int parkedPartitions() {
        int partitions = consumer.partitionsFor(topics.parked(), ANSWER).size();
        if (partitions == 0) {
            throw new TimeoutException(topics.parked() + " is not there: deploy/topics.yaml lists the topics");
        }
        return partitions;
    }

    @Override
    public void write(Command command) {
        String key =
                command.getPart() == null ? command.getId() : RecordKeys.ofPart(command.getId(), command.getPart());
        byte[] value = serde.encode(command);
        KafkaAnswers.await(producer.send(new ProducerRecord<>(topics.commands(), key.getBytes(UTF_8), value)));
    }

    @Override
    public List<Command> read() {
        List<TopicPartition> places = consumer.partitionsFor(topics.commands(), ANSWER).stream()
                .map(partition -> new TopicPartition(topics.commands(), partition.partition()))
                .toList();
        consumer.assign(places);
        consumer.seekToBeginning(places);
        // What is written, committed or not: a command may lie behind a transaction that the decryptor has open just
        // now.
        Map<TopicPartition, Long> ends = uncommitted.endOffsets(places, ANSWER);
        Map<String, Command> last = new LinkedHashMap<>();
        Timer standstill = Time.SYSTEM.timer(ANSWER);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), ANSWER) < end.getValue())) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            polled.forEach(record -> enter(record, last));
            requireProgress(standstill, polled);
        }
        return new ArrayList<>(last.values());
    }

    private void requireProgress(Timer standstill, ConsumerRecords<byte[], byte[]> polled) {
        standstill.update();
        if (!polled.isEmpty()) {
            standstill.reset(ANSWER.toMillis());
        }
        if (standstill.isExpired()) {
            throw new TimeoutException(
                    "the end of " + topics.commands() + " was not reached within " + ANSWER.toSeconds() + " s"
                            + ": if the brokers answer, somebody's transaction in it is open, which kafka-transactions.sh"
                            + " --bootstrap-server <brokers> find-hanging --topic " + topics.commands()
                            + " names and abort ends");
        }
    }

    private void enter(ConsumerRecord<byte[], byte[]> record, Map<String, Command> last) {
        String key = record.key() == null ? "" : new String(record.key(), UTF_8);
        if (record.value() == null) {
            last.remove(key);
            return;
        }
        try {
            last.put(key, serde.decode(record));
        } catch (UndecodableRecordException e) {
            warnings.accept(
                    "the record at offset " + record.offset() + " of " + topics.commands() + " is not a command");
        }
    }

    @Override
    public void close() {
        try {
            producer.close(CLOSING);
        } finally {
            consumer.close(CloseOptions.timeout(CLOSING));
            uncommitted.close(CloseOptions.timeout(CLOSING));
        }
    }
}
