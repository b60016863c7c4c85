package org.wecomarchive.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.errors.RetriableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.testkit.registry.RegistryServer;

@Timeout(600)
final class RegistryOutageIT {

    @TempDir
    Path directory;

    @Test
    void isTransientForNewSchemasAndUnnoticedForKnownOnes() throws Exception {
        RegistryServer registry = RegistryServer.start(directory);
        try (RecordSerde<RawRecord> serde = serde(registry);
                RecordSerde<RawRecord> latecomer = serde(registry)) {
            byte[] bytes = serde.serialize("raw", Records.raw());
            serde.deserialize("raw", 0, 0, bytes);
            registry.killHard();

            assertThat(serde.serialize("raw", Records.raw())).isEqualTo(bytes);
            assertThat(serde.deserialize("raw", 0, 1, bytes)).isEqualTo(Records.raw());
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(() -> latecomer.deserialize("raw", 0, 0, bytes))
                    .isInstanceOf(RetriableException.class)
                    .withMessageContaining(registry.url())
                    .withMessageContaining("ConnectException");

            registry = RegistryServer.start(directory);
            assertThat(latecomer.deserialize("raw", 0, 0, bytes)).isEqualTo(Records.raw());
            assertThat(latecomer.serialize("raw", Records.raw())).isEqualTo(bytes);
        } finally {
            registry.close();
        }
    }

    private static RecordSerde<RawRecord> serde(RegistryServer registry) {
        return RecordSerde.of(
                RawRecord.class,
                Map.of(
                        RegistryConfig.URL, registry.url(),
                        RegistryConfig.AUTO_REGISTER, "true",
                        RegistryConfig.RETRY_TIMEOUT_MS, "300"));
    }
}
