package org.wecomarchive.quickstart.leaks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.wecomarchive.testkit.wait.BoundedWait;

/** Looks at every record of every topic, those of Kafka and Connect and what was rolled back among them. */
final class TopicLeaks {

    private static final Set<String> MAY_HOLD_PLAINTEXT =
            Set.of("wecom.archive.events.v1", "wecom.archive.dead-letters.v1");

    private final LeakReport report;

    TopicLeaks(LeakReport report) {
        this.report = report;
    }

    void lookAtAll(String bootstrapServers) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_uncommitted",
                "auto.offset.reset",
                "earliest",
                "exclude.internal.topics",
                false,
                "fetch.max.bytes",
                8 * 1024 * 1024,
                "enable.auto.commit",
                false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = topics(bootstrapServers).stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            BoundedWait.of(Duration.ofMinutes(2)).until("the end of all topics", () -> {
                consumer.poll(Duration.ofMillis(50)).forEach(this::look);
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
    }

    private static Set<String> topics(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    void look(ConsumerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        report.look("a key of " + topic, text(record.key()), Plaintext.FORBIDDEN);
        report.look(
                "a value of " + topic,
                text(record.value()),
                MAY_HOLD_PLAINTEXT.contains(topic) ? Plaintext.ALLOWED : Plaintext.FORBIDDEN);
        for (Header header : record.headers()) {
            report.look("the name of a header of " + topic, header.key(), Plaintext.FORBIDDEN);
            report.look("the header " + header.key() + " of " + topic, text(header.value()), Plaintext.FORBIDDEN);
        }
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
