package org.wecomarchive.serde;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.wecomarchive.serde.UndecodableRecordException.Reason;

/**
 * Reads records in the Confluent wire format, whichever version of their schema they were written with.
 *
 * <p>Fetches a schema once and remembers it; unknown ids are asked for again. Safe for several threads.
 */
final class RecordReader<T extends SpecificRecord> {

    private final RecordType<T> type;
    private final RegistrySchemas registry;
    private final ConcurrentMap<Integer, DatumReader<T>> readersById = new ConcurrentHashMap<>();

    RecordReader(RecordType<T> type, RegistrySchemas registry) {
        this.type = type;
        this.registry = registry;
    }

    /**
     * The record in the bytes.
     *
     * @throws UndecodableRecordException if they are not exactly one record
     * @throws UnresolvableSchemaException if the registry has no schema under their id that resolves to ours
     * @throws RegistryUnavailableException if its schema cannot be fetched now
     */
    T read(RecordPosition position, byte[] bytes) {
        if (bytes.length > 0 && bytes[0] != WireFormat.MAGIC_BYTE) {
            throw new UndecodableRecordException(position, Reason.WRONG_MAGIC_BYTE, "");
        }
        if (bytes.length < WireFormat.HEADER_BYTES) {
            throw new UndecodableRecordException(position, Reason.TRUNCATED, "");
        }
        int id = ByteBuffer.wrap(bytes).getInt(1);
        return decode(position, bytes, reader(position, id));
    }

    /**
     * Has the schema of the record in the bytes at hand from now on; nothing happens to bytes that name none.
     *
     * @throws UnresolvableSchemaException if the registry has no schema under their id that resolves to ours
     * @throws RegistryUnavailableException if it cannot be fetched now
     */
    void requireSchema(RecordPosition position, byte[] bytes) {
        if (bytes.length >= WireFormat.HEADER_BYTES && bytes[0] == WireFormat.MAGIC_BYTE) {
            int id = ByteBuffer.wrap(bytes).getInt(1);
            if (!readersById.containsKey(id)) {
                reader(position, id);
            }
        }
    }

    private T decode(RecordPosition position, byte[] bytes, DatumReader<T> reader) {
        BinaryDecoder decoder = DecoderFactory.get()
                .binaryDecoder(bytes, WireFormat.HEADER_BYTES, bytes.length - WireFormat.HEADER_BYTES, null);
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

    private DatumReader<T> reader(RecordPosition position, int id) {
        DatumReader<T> known = readersById.get(id);
        if (known != null) {
            return known;
        }
        DatumReader<T> reader = type.readerOf(compatibleSchema(position, id));
        readersById.put(id, reader);
        return reader;
    }

    private Schema compatibleSchema(RecordPosition position, int id) {
        Schema written = writtenSchema(position, id);
        if (isReadable(written)) {
            return written;
        }
        String wanted = type.schema().getName();
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
        return SchemaCompatibility.checkReaderWriterCompatibility(type.schema(), written)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }
}
