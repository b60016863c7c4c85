package org.wecomarchive.quickstart;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.wecomarchive.testkit.wait.Patience;

/** What a topic holds at the time of reading, committed records only. */
record CommittedRecords(String bootstrapServers, String topic) {

    /** Looks at one record. */
    @FunctionalInterface
    interface Visitor {
        void visit(ConsumerRecord<String, byte[]> record) throws IOException;
    }

    static CommittedRecords of(ScenarioStage stage, String topic) {
        return new CommittedRecords(stage.kafka().bootstrapServers(), topic);
    }

    /** Takes every record, in the order of its partition. */
    void forEach(Visitor visitor) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Patience.of(Duration.ofMinutes(2)).until("the end of " + topic, () -> {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    visitor.visit(record);
                }
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
    }
}
