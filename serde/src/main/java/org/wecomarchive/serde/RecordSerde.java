package org.wecomarchive.serde;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records of one type to and from bytes in the Confluent wire format, for the values of one topic.
 *
 * <p>Shape: byte 0, the schema's id as four bytes big-endian, Avro binary; subject {@code <topic>-value}. Any Confluent
 * deserializer reads it.
 *
 * <p>Reads what {@link RecordReader} reads, with its errors. Writing throws {@link RegistryUnavailableException}, which may
 * succeed later, and {@link RegistryRefusedException}, which needs a person.
 *
 * <p>Schemas are fetched once and kept. Safe for several threads; each has a buffer of its own, of at most {@value
 * #KEPT_BYTES} bytes between records. Close it when done.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format">
 *     Confluent's description</a>
 */
public final class RecordSerde<T extends SpecificRecord> implements Closeable {

    static final byte MAGIC_BYTE = 0;
    static final int HEADER_BYTES = 1 + Integer.BYTES;
    private static final int KEPT_BYTES = 1 << 20;

    private final String subject;
    private final Schema schema;
    private final DatumWriter<T> writer;
    private final RecordReader<T> reader;
    private final RegistrySchemas registry;
    private final ThreadLocal<Buffer> buffers = ThreadLocal.withInitial(Buffer::new);
    private volatile OptionalInt schemaId = OptionalInt.empty();

    RecordSerde(Class<? extends T> type, String topic, RegistrySchemas registry) {
        RecordModel model = new RecordModel(type);
        this.subject = subject(topic);
        this.schema = model.schema();
        this.writer = new SpecificDatumWriter<>(schema, model);
        this.reader = new RecordReader<>(type, registry);
        this.registry = registry;
    }

    /**
     * A serde for the generated class and the topic. Does not call the registry yet.
     *
     * @param registrySettings the keys of {@link RegistryConfig} and any of the client's own; others are ignored
     * @throws org.apache.kafka.common.config.ConfigException if a setting is missing or wrong
     */
    public static <T extends SpecificRecord> RecordSerde<T> of(
            Class<T> type, String topic, Map<String, ?> registrySettings) {
        return new RecordSerde<>(type, topic, new RegistryConfig(registrySettings).connect());
    }

    /** The subject of a topic's values (TopicNameStrategy). */
    static String subject(String topic) {
        return topic + "-value";
    }

    /** Looks the schema up, or registers it, so that {@link #encode} makes no call to the registry. */
    public void prepare() {
        if (schemaId.isEmpty()) {
            schemaId = OptionalInt.of(registry.idOf(subject, schema));
        }
    }

    /** The record in bytes. */
    public byte[] encode(T datum) {
        prepare();
        Buffer buffer = buffers.get();
        try {
            return buffer.write(schemaId.getAsInt(), datum, writer);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        } finally {
            if (buffer.capacity() > KEPT_BYTES) {
                buffers.remove();
            }
        }
    }

    /** As {@link RecordReader#decode(ConsumerRecord)}. */
    public T decode(ConsumerRecord<?, byte[]> read) {
        return reader.decode(read);
    }

    /** As {@link RecordReader#decode(String, int, long, byte[])}: another topic may hold copies of this one's records. */
    public T decode(String topic, int partition, long offset, byte[] bytes) {
        return reader.decode(topic, partition, offset, bytes);
    }

    /** As {@link RecordReader#requireSchema}. */
    public void requireSchema(ConsumerRecord<?, byte[]> read) {
        reader.requireSchema(read);
    }

    @Override
    public void close() {
        registry.close();
    }

    /** Output of one thread, used again for its next record. */
    private static final class Buffer extends ByteArrayOutputStream {

        private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(this, null);

        synchronized <T> byte[] write(int id, T datum, DatumWriter<T> writer) throws IOException {
            reset();
            writeBytes(
                    ByteBuffer.allocate(HEADER_BYTES).put(MAGIC_BYTE).putInt(id).array());
            writer.write(datum, encoder);
            encoder.flush();
            return toByteArray();
        }

        synchronized int capacity() {
            return buf.length;
        }
    }
}
