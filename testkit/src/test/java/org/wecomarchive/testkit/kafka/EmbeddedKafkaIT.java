package org.wecomarchive.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class EmbeddedKafkaIT {

    @TempDir
    Path dir;

    @Test
    void keepsItsRecordsAndItsIdentityOverARestart() throws Exception {
        String firstId;
        String firstServers;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, 1)) {
            createTopic(kafka, 1);
            send(kafka, "before");
            firstId = clusterId(kafka);
            firstServers = kafka.bootstrapServers();
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, 1)) {
            send(kafka, "after");

            assertThat(values(kafka, 2)).containsExactly("before", "after");
            assertThat(clusterId(kafka)).isEqualTo(firstId);
            assertThat(kafka.bootstrapServers()).isEqualTo(firstServers);
        }
    }

    @Test
    void takesOtherPortsWhenItsOwnAreTaken() throws Exception {
        String servers;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, 1)) {
            createTopic(kafka, 1);
            send(kafka, "before");
            servers = kafka.bootstrapServers();
        }
        int port = Integer.parseInt(servers.substring(servers.indexOf(':') + 1));

        try (ServerSocket intruder = new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                EmbeddedKafka kafka = EmbeddedKafka.start(dir, 1)) {
            send(kafka, "after");

            assertThat(intruder.isBound()).isTrue();
            assertThat(kafka.bootstrapServers()).isNotEqualTo(servers);
            assertThat(values(kafka, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void goesOnWithoutOneOfThreeNodesAndTakesItBack() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, 3)) {
            createTopic(kafka, 3);
            send(kafka, "all three");

            kafka.stopNode(1);
            send(kafka, "two of three");
            kafka.startNode(1);
            kafka.stopNode(2);
            send(kafka, "another two");

            assertThat(values(kafka, 3)).containsExactly("all three", "two of three", "another two");
        }
    }

    @Test
    void refusesADirectoryOfAnotherSize() throws Exception {
        EmbeddedKafka.start(dir, 3).close();

        assertThatThrownBy(() -> EmbeddedKafka.start(dir, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 nodes");
    }

    private static void createTopic(EmbeddedKafka kafka, int replicas) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("topic", 1, (short) replicas)))
                    .all()
                    .get(2, TimeUnit.MINUTES);
        }
    }

    private static String clusterId(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.describeCluster().clusterId().get(2, TimeUnit.MINUTES);
        }
    }

    private static void send(EmbeddedKafka kafka, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("topic", value)).get(2, TimeUnit.MINUTES);
        }
    }

    private static List<String> values(EmbeddedKafka kafka, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition("topic", 0)));
            while (values.size() < count) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
