package org.wecomarchive.quickstart.consuming;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.wecomarchive.decryptor.outcome.OutcomeHeaders;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RecordSerde;
import org.wecomarchive.testkit.registry.RegistryServer;

/** Writes events as the decryptor does: in transactions, with its key, headers, timestamp and bytes. */
final class EventPublisher implements AutoCloseable {

    private static final long SEND_SECONDS = 120;

    private final String topic = new Topics(Topics.DEFAULT_PREFIX).events();
    private final RecordSerde<ChatEvent> serde;
    private final KafkaProducer<String, byte[]> producer;

    EventPublisher(String bootstrapServers, String registryUrl) {
        this.serde = RecordSerde.of(ChatEvent.class, topic, RegistryServer.clientSettings(registryUrl));
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "events"),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    void commit(List<ChatEvent> events, Delivery delivery) throws Exception {
        producer.beginTransaction();
        for (ChatEvent event : events) {
            producer.send(record(event, delivery)).get(SEND_SECONDS, TimeUnit.SECONDS);
        }
        producer.commitTransaction();
    }

    /** The event is in the log, and taken back. */
    void abort(ChatEvent event) throws Exception {
        producer.beginTransaction();
        producer.send(record(event, Delivery.LIVE)).get(SEND_SECONDS, TimeUnit.SECONDS);
        producer.abortTransaction();
    }

    @Override
    public void close() {
        producer.close();
        serde.close();
    }

    private ProducerRecord<String, byte[]> record(ChatEvent event, Delivery delivery) {
        RecordIdentity identity =
                new RecordIdentity(event.getCorpId(), event.getSeq(), event.getMsgid(), event.getKeyVersion());
        Headers raw =
                new RecordHeaders().add(HeaderNames.DELIVERY, delivery.text().getBytes(StandardCharsets.UTF_8));
        return new ProducerRecord<>(
                topic,
                null,
                event.getFetchedAt().toEpochMilli(),
                event.getConversationId(),
                serde.encode(event),
                OutcomeHeaders.ofEvent(identity, raw));
    }
}
