package org.wecomarchive.serde;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * For {@code value.serializer} of a producer: records of any generated class in the Confluent wire format.
 *
 * <p>Settings: the keys of {@link RegistryConfig} and the client's own. A null record is null bytes, a tombstone.
 */
public final class AvroRecordSerializer implements Serializer<SpecificRecord> {

    private final RegistryConnection registry = new RegistryConnection();
    private final ConcurrentMap<Class<?>, RecordWriter<SpecificRecord>> writers = new ConcurrentHashMap<>();

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        registry.open(settings, isKey);
    }

    @Override
    public byte[] serialize(String topic, SpecificRecord datum) {
        return datum == null ? null : writer(datum).write(WireFormat.valueSubject(topic), datum);
    }

    @Override
    public void close() {
        registry.close();
    }

    private RecordWriter<SpecificRecord> writer(SpecificRecord datum) {
        return writers.computeIfAbsent(
                datum.getClass(),
                type -> new RecordWriter<>(
                        new RecordType<>(type.asSubclass(SpecificRecord.class)), registry.schemas()));
    }
}
