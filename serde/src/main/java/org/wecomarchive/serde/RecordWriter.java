package org.wecomarchive.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes records in the Confluent wire format.
 *
 * <p>Shape: byte 0, the schema's id as four bytes big-endian, the record in Avro binary.
 *
 * <p>Asks for a subject's id once and remembers it. Safe for several threads; each has a buffer of its own, of at most
 * {@value #KEPT_BYTES} bytes between records.
 */
final class RecordWriter<T extends SpecificRecord> {

    private static final int KEPT_BYTES = 1 << 20;

    private final Schema schema;
    private final DatumWriter<T> writer;
    private final RegistrySchemas registry;
    private final ConcurrentMap<String, Integer> idsBySubject = new ConcurrentHashMap<>();
    private final ThreadLocal<Buffer> buffers = ThreadLocal.withInitial(Buffer::new);

    RecordWriter(RecordType<T> type, RegistrySchemas registry) {
        this.schema = type.schema();
        this.writer = type.writer();
        this.registry = registry;
    }

    /** Has the subject's id at hand from now on. */
    int prepare(String subject) {
        Integer known = idsBySubject.get(subject);
        if (known != null) {
            return known;
        }
        // Not computeIfAbsent: it would hold a lock over a call to the registry.
        int id = registry.idOf(subject, schema);
        idsBySubject.put(subject, id);
        return id;
    }

    byte[] write(String subject, T datum) {
        int id = prepare(subject);
        Buffer buffer = buffers.get();
        try {
            return buffer.write(id, datum, writer);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        } finally {
            if (buffer.capacity() > KEPT_BYTES) {
                buffers.remove();
            }
        }
    }

    /** Output of one thread, used again for its next record. */
    private static final class Buffer extends ByteArrayOutputStream {

        private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(this, null);

        synchronized <T> byte[] write(int id, T datum, DatumWriter<T> writer) throws IOException {
            reset();
            writeBytes(ByteBuffer.allocate(WireFormat.HEADER_BYTES)
                    .put(WireFormat.MAGIC_BYTE)
                    .putInt(id)
                    .array());
            writer.write(datum, encoder);
            encoder.flush();
            return toByteArray();
        }

        synchronized int capacity() {
            return buf.length;
        }
    }
}
