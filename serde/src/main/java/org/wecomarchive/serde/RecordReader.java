package org.wecomarchive.serde;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.wecomarchive.serde.UndecodableRecordException.Reason;

/**
 * Reads records of one type in the Confluent wire format, from any topic and whichever version of their schema they were
 * written with.
 *
 * <p>Errors: {@link RegistryUnavailableException} may succeed later, {@link RegistryRefusedException} and {@link
 * UnresolvableSchemaException} need a person and say nothing about the record, {@link UndecodableRecordException} condemns
 * the record.
 *
 * <p>Fetches a schema once and remembers it; unknown ids are asked for again. Safe for several threads; close it when done.
 */
public final class RecordReader<T extends SpecificRecord> implements Closeable {

    private final RecordModel model;
    private final RegistrySchemas registry;
    private final ConcurrentMap<Integer, DatumReader<T>> readersById = new ConcurrentHashMap<>();

    RecordReader(Class<? extends T> type, RegistrySchemas registry) {
        this.model = new RecordModel(type);
        this.registry = registry;
    }

    /**
     * A reader for the generated class. Does not call the registry yet.
     *
     * @param registrySettings the keys of {@link RegistryConfig} and any of the client's own; others are ignored
     * @throws org.apache.kafka.common.config.ConfigException if a setting is missing or wrong
     */
    public static <T extends SpecificRecord> RecordReader<T> of(Class<T> type, Map<String, ?> registrySettings) {
        return new RecordReader<>(type, new RegistryConfig(registrySettings).connect());
    }

    /** The record in the value of a record of Kafka, which is not a tombstone. */
    public T decode(ConsumerRecord<?, byte[]> read) {
        return decode(positionOf(read), read.value());
    }

    /**
     * The record in the bytes, which are exactly one record.
     *
     * @param bytes not null: a tombstone has no record
     */
    public T decode(String topic, int partition, long offset, byte[] bytes) {
        return decode(RecordPosition.of(topic, partition, offset), bytes);
    }

    T decode(RecordPosition position, byte[] bytes) {
        if (bytes.length > 0 && bytes[0] != RecordSerde.MAGIC_BYTE) {
            throw new UndecodableRecordException(position, Reason.WRONG_MAGIC_BYTE, "");
        }
        if (bytes.length < RecordSerde.HEADER_BYTES) {
            throw new UndecodableRecordException(position, Reason.TRUNCATED, "");
        }
        DatumReader<T> reader = reader(position, bytes);
        BinaryDecoder decoder = DecoderFactory.get()
                .binaryDecoder(bytes, RecordSerde.HEADER_BYTES, bytes.length - RecordSerde.HEADER_BYTES, null);
        try {
            T datum = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new UndecodableRecordException(position, Reason.TRAILING_BYTES, "");
            }
            return datum;
        } catch (EOFException e) {
            throw new UndecodableRecordException(position, Reason.TRUNCATED, "");
        } catch (UndecodableRecordException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Avro checks no more than it must: damaged bytes surface as almost any exception.
            throw new UndecodableRecordException(
                    position, Reason.MALFORMED, " (" + e.getClass().getSimpleName() + ")");
        }
    }

    /**
     * Fetches the schema of a value unless it is known, so that {@link #decode(ConsumerRecord)} makes no call to the registry.
     * Throws as that does, but says nothing of values that name no schema, nor of tombstones.
     */
    public void requireSchema(ConsumerRecord<?, byte[]> read) {
        byte[] bytes = read.value();
        if (bytes != null && bytes.length >= RecordSerde.HEADER_BYTES && bytes[0] == RecordSerde.MAGIC_BYTE) {
            reader(positionOf(read), bytes);
        }
    }

    @Override
    public void close() {
        registry.close();
    }

    private static RecordPosition positionOf(ConsumerRecord<?, byte[]> read) {
        return RecordPosition.of(read.topic(), read.partition(), read.offset());
    }

    private DatumReader<T> reader(RecordPosition position, byte[] bytes) {
        int id = ByteBuffer.wrap(bytes).getInt(1);
        DatumReader<T> known = readersById.get(id);
        if (known != null) {
            return known;
        }
        // Not computeIfAbsent: it would hold a lock over a call to the registry.
        DatumReader<T> reader = new SpecificDatumReader<>(compatibleSchema(position, id), model.schema(), model);
        readersById.put(id, reader);
        return reader;
    }

    private Schema compatibleSchema(RecordPosition position, int id) {
        Schema written = writtenSchema(position, id);
        if (isReadable(written)) {
            return written;
        }
        String wanted = model.schema().getName();
        if (!written.getName().equals(wanted)) {
            throw new OtherRecordException(position, id, written.getName(), wanted);
        }
        throw new UnresolvableSchemaException(
                position,
                id,
                "is incompatible with the " + wanted + " of this release: upgrade it, or check " + RegistryConfig.URL);
    }

    private Schema writtenSchema(RecordPosition position, int id) {
        try {
            return registry.byId(id)
                    .orElseThrow(() -> new UnresolvableSchemaException(
                            position, id, "is no Avro schema: check " + RegistryConfig.URL));
        } catch (SchemaNotFoundException e) {
            throw new UnresolvableSchemaException(
                    position,
                    id,
                    "is unknown (" + e.getMessage() + "): check " + RegistryConfig.URL
                            + " and whether the registry has lost schemas");
        }
    }

    private boolean isReadable(Schema written) {
        return SchemaCompatibility.checkReaderWriterCompatibility(model.schema(), written)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }
}
