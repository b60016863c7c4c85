package org.wecomarchive.serde;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Records of one type to and from bytes in the Confluent wire format, for the values of topics.
 *
 * <p>Shape: byte 0, the schema's id as four bytes big-endian, Avro binary; subject {@code <topic>-value}. Any Confluent
 * deserializer reads it. Records written with another version of the schema are resolved to ours.
 *
 * <p>Errors: {@link RegistryUnavailableException} may succeed later, {@link RegistryRefusedException} and {@link
 * UnresolvableSchemaException} need a person and say nothing about the record, {@link UndecodableRecordException} condemns
 * the record.
 *
 * <p>Schemas are fetched once and kept. Safe for several threads; close it when done.
 */
public final class RecordSerde<T extends SpecificRecord> implements Closeable {

    private final RegistrySchemas registry;
    private final RecordWriter<T> writer;
    private final RecordReader<T> reader;

    RecordSerde(RecordType<T> type, RegistrySchemas registry) {
        this.registry = registry;
        this.writer = new RecordWriter<>(type, registry);
        this.reader = new RecordReader<>(type, registry);
    }

    /**
     * A serde for the generated class. Does not call the registry yet.
     *
     * @param registrySettings the keys of {@link RegistryConfig} and any of the client's own; others are ignored
     * @throws org.apache.kafka.common.config.ConfigException if a setting is missing or wrong
     */
    public static <T extends SpecificRecord> RecordSerde<T> of(Class<T> type, Map<String, ?> registrySettings) {
        return new RecordSerde<>(new RecordType<>(type), new RegistryConfig(registrySettings).connect());
    }

    /** Registers or looks up the schema for the topic, so that {@link #serialize} makes no call to the registry. */
    public void prepare(String topic) {
        writer.prepare(WireFormat.valueSubject(topic));
    }

    /** The record in bytes. */
    public byte[] serialize(String topic, T datum) {
        return writer.write(WireFormat.valueSubject(topic), datum);
    }

    /**
     * The record in the bytes, which are exactly one record.
     *
     * @param bytes not null: a tombstone has no record
     */
    public T deserialize(String topic, int partition, long offset, byte[] bytes) {
        return reader.read(RecordPosition.of(topic, partition, offset), bytes);
    }

    /** The record in the value of a record of Kafka, which is not a tombstone. */
    public T deserialize(ConsumerRecord<?, byte[]> read) {
        return deserialize(read.topic(), read.partition(), read.offset(), read.value());
    }

    /**
     * Fetches the schema of a value unless it is known, so that {@link #deserialize} makes no call to the registry. Throws as
     * that does, but says nothing of values that name no schema, nor of tombstones.
     */
    public void requireSchema(ConsumerRecord<?, byte[]> read) {
        if (read.value() != null) {
            reader.requireSchema(RecordPosition.of(read.topic(), read.partition(), read.offset()), read.value());
        }
    }

    /** For clients of Kafka. As Kafka asks for, null bytes are a null record and the other way round. */
    public Serde<T> serde() {
        return Serdes.serdeFrom(serializer(), deserializer());
    }

    /** For producers; does not close this serde. */
    public Serializer<T> serializer() {
        return (topic, datum) -> datum == null ? null : serialize(topic, datum);
    }

    /** For consumers; does not close this serde. Its exceptions name the topic alone, since Kafka tells no more. */
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> bytes == null ? null : reader.read(RecordPosition.of(topic), bytes);
    }

    @Override
    public void close() {
        try {
            registry.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing the registry's client", e);
        }
    }
}
