package org.wecomarchive.testkit.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;

@Timeout(600)
class ConnectWorkerIT {

    @TempDir
    static Path dir;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = EmbeddedKafka.start(dir.resolve("kafka"), 1);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @Test
    void restartsATaskThatFailed(TestInfo test) throws Exception {
        String topic = createTopic(test);
        try (ConnectWorker worker = ConnectWorker.start(kafka.bootstrapServers(), topic, 1)) {
            ConnectorStatus before = worker.status("counter");

            worker.putConnector("counter", counter(topic, 100, "once"));

            assertThat(keys(topic, 100)).isEqualTo(numbers(100));
            assertThat(before.running()).isFalse();
            assertThat(before.tasks()).isEmpty();
        }
    }

    @Test
    void leavesATaskThatFailedForGood(TestInfo test) throws Exception {
        String topic = createTopic(test);
        try (ConnectWorker worker = ConnectWorker.start(kafka.bootstrapServers(), topic, 1)) {

            worker.putConnector("counter", counter(topic, 100, "fatally"));

            worker.rest().awaitRunning("counter", Duration.ofMinutes(2));
            await().atMost(2, TimeUnit.MINUTES)
                    .until(() -> worker.status("counter").tasks().get(0).failed());
            await().during(3, TimeUnit.SECONDS)
                    .atMost(2, TimeUnit.MINUTES)
                    .until(() -> worker.status("counter").tasks().get(0).failed());
            assertThat(keys(topic, 50)).isEqualTo(numbers(50));
        }
    }

    @Test
    void losesAndRepeatsNothingWhenAWorkerIsStoppedHard(TestInfo test) throws Exception {
        String topic = createTopic(test);
        int total = 2_000;
        try (ConnectWorker first = ConnectWorker.start(kafka.bootstrapServers(), topic, 1)) {
            first.putConnector("counter", counter(topic, total, "never"));
            keys(topic, 100);
            first.stopHard();
        }

        try (ConnectWorker second = ConnectWorker.start(kafka.bootstrapServers(), topic, 1)) {
            second.rest().awaitRunning("counter", Duration.ofMinutes(2));

            assertThat(keys(topic, total)).isEqualTo(numbers(total));
        }
    }

    @Test
    void losesAndRepeatsNothingWhenAWorkerProcessIsKilled(TestInfo test) throws Exception {
        String topic = createTopic(test);
        int total = 2_000;
        Path logs = dir.resolve("workers");
        List<String> heap = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        try (ConnectWorkerProcess first = ConnectWorkerProcess.start(logs, kafka.bootstrapServers(), topic, 1, heap)) {
            first.putConnector("counter", counter(topic, total, "never"));
            keys(topic, 100);
            first.stopHard();
            assertThat(first.process().isAlive()).isFalse();
        }

        try (ConnectWorkerProcess second = ConnectWorkerProcess.start(logs, kafka.bootstrapServers(), topic, 1, heap)) {

            assertThat(keys(topic, total)).isEqualTo(numbers(total));
            assertThat(second.status("counter").running()).isTrue();
        }
    }

    @Test
    void showsAndAltersOffsetsOfAStoppedConnectorAndReadsItsConfigFromFiles(TestInfo test) throws Exception {
        String topic = createTopic(test);
        Path file = Files.writeString(dir.resolve("total.properties"), "total=20\n");
        try (ConnectWorker worker = ConnectWorker.start(kafka.bootstrapServers(), topic, 1)) {
            Map<String, String> config = counter(topic, 0, "never");
            config.put("total", "${file:" + file + ":total}");
            worker.putConnector("counter", config);
            keys(topic, 20);

            worker.rest().stop("counter");
            await().atMost(2, TimeUnit.MINUTES)
                    .until(() -> worker.status("counter").tasks().isEmpty());
            var offsets = worker.rest().offsets("counter");
            worker.rest().resetOffsets("counter");
            worker.rest().resume("counter");

            assertThat(offsets.at("/offsets/0/offset/last").asLong()).isEqualTo(20);
            assertThat(keys(topic, 40)).hasSize(40);
        }
    }

    private static String createTopic(TestInfo test) throws Exception {
        String topic = test.getTestMethod().orElseThrow().getName();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(2, TimeUnit.MINUTES);
        }
        return topic;
    }

    private static Map<String, String> counter(String topic, int total, String fail) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", CountingSource.class.getName());
        config.put("tasks.max", "1");
        config.put("exactly.once.support", "required");
        config.put("topic", topic);
        config.put("total", Integer.toString(total));
        config.put("fail", fail);
        return config;
    }

    private static List<String> numbers(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toList();
    }

    /** The first {@code atLeast} and what comes with them. */
    private static List<String> keys(String topic, int atLeast) {
        List<String> keys = new ArrayList<>();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            await().atMost(2, TimeUnit.MINUTES)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> {
                        consumer.poll(Duration.ofMillis(100)).forEach(record -> keys.add(record.key()));
                        return keys.size() >= atLeast;
                    });
        }
        return keys;
    }
}
