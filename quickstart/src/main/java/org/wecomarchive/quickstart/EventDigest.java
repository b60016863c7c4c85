package org.wecomarchive.quickstart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.serde.RecordSerde;
import org.wecomarchive.testkit.wait.Patience;

/**
 * What the events topic holds, in short: how many of each type, and some conversations with a few lines each.
 *
 * @param types events by message type
 * @param conversations up to three conversations, each with its first lines, {@code sender: text}
 */
record EventDigest(Map<String, Long> types, Map<String, List<String>> conversations) {

    private static final int CONVERSATIONS = 3;
    private static final int LINES = 4;
    private static final int WIDTH = 60;

    /** Reads the whole topic, committed records only, with the schemas of the registry. */
    static EventDigest read(PipelineSettings settings, Source source) throws InterruptedException, TimeoutException {
        String topic = settings.topics().events();
        EventDigest digest = new EventDigest(new TreeMap<>(), new LinkedHashMap<>());
        try (RecordSerde<ChatEvent> serde = RecordSerde.of(ChatEvent.class, settings.registry());
                KafkaConsumer<String, byte[]> consumer = consumer(settings.bootstrapServers())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Patience.of(Duration.ofMinutes(2)).until("the end of the events", () -> {
                consumer.poll(Duration.ofMillis(50)).forEach(record -> digest.add(event(serde, record), source));
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
        digest.conversations().values().removeIf(lines -> lines.size() < LINES);
        return digest;
    }

    private static ChatEvent event(RecordSerde<ChatEvent> serde, ConsumerRecord<String, byte[]> record) {
        return serde.deserialize(record.topic(), record.partition(), record.offset(), record.value());
    }

    private void add(ChatEvent event, Source source) {
        types.merge(event.getMsgType(), 1L, Long::sum);
        boolean wanted = event.getMsgType().equals("text") && event.getText() != null;
        if (!wanted) {
            return;
        }
        List<String> lines = conversations.get(event.getConversationId());
        if (lines == null && conversations.size() < CONVERSATIONS) {
            lines = new ArrayList<>();
            conversations.put(event.getConversationId(), lines);
        }
        if (lines != null && lines.size() < LINES) {
            lines.add(event.getSender() + ": " + shown(source.showable(event.getText())));
        }
    }

    /** On one line, and without what could steer a terminal. */
    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.codePointCount(0, line.length()) <= WIDTH
                ? line
                : line.substring(0, line.offsetByCodePoints(0, WIDTH)) + "…";
    }

    private static KafkaConsumer<String, byte[]> consumer(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
