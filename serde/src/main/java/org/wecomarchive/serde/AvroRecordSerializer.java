package org.wecomarchive.serde;

import java.util.Map;
import java.util.Optional;
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

    private final ConcurrentMap<Values, RecordSerde<SpecificRecord>> serdes = new ConcurrentHashMap<>();
    private volatile Optional<RegistrySchemas> registry = Optional.empty();

    private record Values(Class<? extends SpecificRecord> type, String topic) {}

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        registry = Optional.of(RegistryConfig.connect(settings, isKey));
    }

    @Override
    public byte[] serialize(String topic, SpecificRecord datum) {
        return datum == null ? null : serde(new Values(datum.getClass(), topic)).encode(datum);
    }

    @Override
    public void close() {
        registry.ifPresent(RegistrySchemas::close);
        registry = Optional.empty();
    }

    private RecordSerde<SpecificRecord> serde(Values values) {
        RegistrySchemas schemas = registry.orElseThrow(() -> new IllegalStateException("not configured, or closed"));
        return serdes.computeIfAbsent(values, key -> new RecordSerde<>(key.type(), key.topic(), schemas));
    }
}
