package org.wecomarchive.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.RecordKeys;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RecordSerde;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.testkit.registry.RegistryServer;

/** Writes a tenant's records to partition 0 of the raw topic, in seq order. */
record RawFeed(String bootstrapServers, String registryUrl, Topics topics) {

    private static final Instant FETCHED_AT = Instant.parse("2026-01-01T00:00:00Z");

    /** Returns when all are acknowledged. */
    void publish(String corpId, List<SimulatedRecord> source) throws ExecutionException, InterruptedException {
        Map<String, String> registry = RegistryServer.clientSettings(registryUrl);
        try (RecordSerde<RawRecord> serde = RecordSerde.of(RawRecord.class, topics.raw(), registry);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (SimulatedRecord record : source) {
                byte[] key = RecordKeys.of(corpId, record.seq()).getBytes(UTF_8);
                byte[] value = serde.encode(raw(corpId, record));
                sent.add(producer.send(new ProducerRecord<>(topics.raw(), 0, FETCHED_AT.toEpochMilli(), key, value)));
            }
            for (Future<RecordMetadata> acknowledged : sent) {
                acknowledged.get();
            }
        }
    }

    private static RawRecord raw(String corpId, SimulatedRecord record) {
        return RawRecord.newBuilder()
                .setCorpId(corpId)
                .setSeq(record.seq())
                .setMsgid(record.msgid())
                .setKeyVersion(record.publicKeyVersion())
                .setEncryptedKey(record.encryptRandomKey())
                .setEncryptedPayload(record.encryptChatMsg())
                .setFetchedAt(FETCHED_AT)
                .build();
    }
}
