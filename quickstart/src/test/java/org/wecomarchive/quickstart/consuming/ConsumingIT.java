package org.wecomarchive.quickstart.consuming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.RecordKeys;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.shared.SharedServers;

/** The examples of docs/consuming.md read a topic with events of every type, an aborted one and a replayed one. */
@Timeout(600)
@ExtendWith(SharedServers.class)
final class ConsumingIT {

    private static final Path PYTHON_EXAMPLE = Path.of("../docs/examples/decode_events.py");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIRE_HEADER_BYTES = 5;

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static RegistryServer registry;
    private static List<ChatEvent> events;

    @BeforeAll
    static void publish(RegistryServer shared) throws Exception {
        registry = shared;
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 1);
        TopicCatalog.load(Path.of("../deploy/topics.yaml")).createAll(kafka.bootstrapServers(), Topics.DEFAULT_PREFIX);
        events = SampleEvents.all();
        ChatEvent first = events.get(0);
        try (EventPublisher publisher = new EventPublisher(kafka.bootstrapServers(), registry.url())) {
            publisher.commit(events, Delivery.LIVE);
            publisher.abort(SampleEvents.like(first, 9999));
            publisher.commit(List.of(first), Delivery.REPLAYED);
        }
    }

    @AfterAll
    static void stop() {
        if (kafka != null) {
            kafka.close();
        }
    }

    @Test
    void theJavaExampleStoresEveryCommittedEventOnce() {
        Map<String, ChatEvent> stored = new TreeMap<>();
        List<String> deliveries = new ArrayList<>();
        Map<String, Object> connection = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "schema.registry.url", registry.url(),
                "group.id", "java-example");

        CopyChatEvents.copy(
                connection,
                (event, delivery) -> {
                    stored.put(RecordKeys.of(event.getCorpId(), event.getSeq()), event);
                    deliveries.add(delivery);
                },
                () -> deliveries.size() <= events.size());

        // As text: the lists that Avro reads cannot compare records with timestamps.
        assertThat(stored.values())
                .extracting(ChatEvent::toString)
                .containsExactlyElementsOf(events.stream()
                        .sorted(Comparator.comparingLong(ChatEvent::getSeq))
                        .map(ChatEvent::toString)
                        .toList());
        assertThat(deliveries.stream().collect(Collectors.groupingBy(word -> word, Collectors.counting())))
                .isEqualTo(Map.of("live", (long) events.size(), "replayed", 1L));
    }

    @Test
    void thePythonExamplePrintsWhatAvroReads() throws Exception {
        assumeTrue(pythonRuns(), "the Python example was not run: there is no python3");
        List<byte[]> values = values();
        Path input = directory.resolve("values");
        Path output = directory.resolve("events.json");
        write(values, input);

        int status = run(input, output, "python3", PYTHON_EXAMPLE.toString(), registry.url());

        assertThat(output).usingCharset(StandardCharsets.UTF_8).content().doesNotContain("Traceback");
        assertThat(status).isZero();
        List<JsonNode> printed = new ArrayList<>();
        for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
            printed.add(JSON.readTree(line));
        }
        assertThat(printed).containsExactlyElementsOf(readByAvro(values));
    }

    private static List<byte[]> values() {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
                ConsumerConfig.GROUP_ID_CONFIG, "values",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        List<byte[]> values = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(new Topics(Topics.DEFAULT_PREFIX).events()));
            while (values.size() <= events.size()) {
                consumer.poll(Duration.ofSeconds(1)).forEach(value -> values.add(value.value()));
            }
        }
        return values;
    }

    /** As {@code kcat -f '%R%s'} prints them. */
    private static void write(List<byte[]> values, Path file) throws IOException {
        try (DataOutputStream output = new DataOutputStream(Files.newOutputStream(file))) {
            for (byte[] value : values) {
                output.writeInt(value.length);
                output.write(value);
            }
        }
    }

    private static List<JsonNode> readByAvro(List<byte[]> values) throws IOException {
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(ChatEvent.getClassSchema());
        List<JsonNode> records = new ArrayList<>();
        for (byte[] value : values) {
            var decoder = DecoderFactory.get()
                    .binaryDecoder(value, WIRE_HEADER_BYTES, value.length - WIRE_HEADER_BYTES, null);
            records.add(JSON.readTree(reader.read(null, decoder).toString()));
        }
        return records;
    }

    private static boolean pythonRuns() throws Exception {
        try {
            return run(Path.of("/dev/null"), directory.resolve("python-version"), "python3", "--version") == 0;
        } catch (IOException notFound) {
            return false;
        }
    }

    private static int run(Path input, Path output, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // The registry is on this machine.
        builder.environment().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT)
                .endsWith("_proxy"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(command[0]).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
