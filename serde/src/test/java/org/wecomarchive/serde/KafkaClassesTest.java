package org.wecomarchive.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KafkaClassesTest {

    private final Map<String, Object> settings = new HashMap<>(Map.of(RegistryConfig.URL, "http://registry"));

    @Test
    void refuseToServeKeys() {
        try (AvroRecordSerializer serializer = new AvroRecordSerializer()) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> serializer.configure(settings, true))
                    .withMessageContaining("keys");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.lang.String", "org.wecomarchive.schemas.NoSuchRecord", ""})
    void refuseATypeThatIsNoRecord(String type) {
        settings.put(AvroRecordDeserializer.VALUE_TYPE, type);
        try (AvroRecordDeserializer deserializer = new AvroRecordDeserializer()) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> deserializer.configure(settings, false))
                    .withMessageContaining("specific.avro.value.type");
        }
    }

    @Test
    void sayThatTheyAreNotConfigured() {
        try (AvroRecordSerde serde = new AvroRecordSerde()) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> serde.serializer().serialize("raw", Records.raw()));
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> serde.deserializer().deserialize("raw", new byte[5]));
        }
    }

    @Test
    void passTombstonesThrough() {
        try (AvroRecordSerde serde = new AvroRecordSerde()) {
            assertThat(serde.serializer().serialize("raw", null)).isNull();
            assertThat(serde.deserializer().deserialize("raw", null)).isNull();
        }
    }
}
