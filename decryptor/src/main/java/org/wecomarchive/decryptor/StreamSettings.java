package org.wecomarchive.decryptor;

import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.wecomarchive.decryptor.topology.StopOnFailure;
import org.wecomarchive.recovery.KafkaSettings;

/**
 * Settings of Kafka Streams, and which of them an operator may not change.
 *
 * <p>Exactly once gives transactions 10 s, so everything that waits stays well below. New partitions are seen within
 * {@code metadata.max.age.ms}. A dead instance is noticed after {@code session.timeout.ms}.
 */
final class StreamSettings {

    /** What the guarantees rest on, or what has a key of its own. */
    private static final Set<String> GUARDED = Set.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.NUM_STREAM_THREADS_CONFIG,
            StreamsConfig.STATE_DIR_CONFIG,
            StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
            StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
            StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
            StreamsConfig.DEFAULT_CLIENT_SUPPLIER_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG);

    /** The clients that pass-through settings go to. */
    static final KafkaSettings KNOWN = KafkaSettings.OF_CLIENTS.with(
            StreamsConfig.configDef(), Set.of("producer.", "consumer.", "main.consumer.", "admin."));

    private StreamSettings() {}

    /** Refuses pass-through keys that would undo a guarantee, under their own name or for one kind of client. */
    static void refuseGuarded(Set<String> kafkaKeys) {
        kafkaKeys.stream()
                .sorted()
                .filter(key -> GUARDED.contains(KNOWN.bare(key)))
                .findFirst()
                .ifPresent(key -> {
                    throw new ConfigException(
                            DecryptorConfig.KAFKA_PREFIX + key
                                    + " cannot be set: the decryptor's guarantees rest on it, or it has a setting of its own (--help)");
                });
    }

    static Properties of(DecryptorConfig config) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "zstd");
        settings.putAll(config.kafka());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.streamThreads());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailExceptionHandler.class);
        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, StopOnFailure.class);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), config.eventsMaxBytes());
        return settings;
    }
}
