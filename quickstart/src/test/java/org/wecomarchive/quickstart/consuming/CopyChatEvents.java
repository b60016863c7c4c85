package org.wecomarchive.quickstart.consuming;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.serde.AvroRecordDeserializer;

/** Copies every chat event into a store of yours. */
final class CopyChatEvents {

    /** A table with the primary key (corp_id, seq). */
    interface Store {

        /** Inserts the event, or overwrites the one with the same corp_id and seq; durable when it returns. */
        void upsert(ChatEvent event, String delivery);
    }

    private CopyChatEvents() {}

    /** One argument: a properties file with bootstrap.servers, schema.registry.url, group.id and their security. */
    public static void main(String[] args) throws IOException {
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(args[0]))) {
            file.load(reader);
        }
        Map<String, Object> connection = new HashMap<>();
        file.stringPropertyNames().forEach(name -> connection.put(name, file.getProperty(name)));
        copy(
                connection,
                (event, delivery) -> System.out.println(event.getSeq() + " " + event.getMsgType() + " " + delivery),
                () -> true);
    }

    static void copy(Map<String, Object> connection, Store store, BooleanSupplier running) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, AvroRecordDeserializer.class);
        settings.put(AvroRecordDeserializer.VALUE_TYPE, ChatEvent.class);
        try (KafkaConsumer<String, ChatEvent> consumer = new KafkaConsumer<>(settings)) {
            consumer.subscribe(List.of("wecom.archive.events.v1"));
            while (running.getAsBoolean()) {
                for (ConsumerRecord<String, ChatEvent> event : consumer.poll(Duration.ofSeconds(1))) {
                    store.upsert(event.value(), delivery(event));
                }
                consumer.commitSync(); // after the store has them: a crash repeats some, which the upsert absorbs
            }
        }
    }

    private static String delivery(ConsumerRecord<String, ChatEvent> event) {
        return new String(event.headers().lastHeader(HeaderNames.DELIVERY).value(), StandardCharsets.UTF_8);
    }
}
