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
            byte[] bytes = serde.encode(Records.raw());
            serde.decode("raw", 0, 0, bytes);
            registry.killHard();

            assertThat(serde.encode(Records.raw())).isEqualTo(bytes);
            assertThat(serde.decode("raw", 0, 1, bytes)).isEqualTo(Records.raw());
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(() -> latecomer.decode("raw", 0, 0, bytes))
                    .isInstanceOf(RetriableException.class)
                    .withMessageContaining(registry.url())
                    .withMessageContaining("ConnectException");

            registry = RegistryServer.start(directory);
            assertThat(latecomer.decode("raw", 0, 0, bytes)).isEqualTo(Records.raw());
            assertThat(latecomer.encode(Records.raw())).isEqualTo(bytes);
        } finally {
            registry.close();
        }
    }

    private static RecordSerde<RawRecord> serde(RegistryServer registry) {
        return RecordSerde.of(
                RawRecord.class,
                "raw",
                Map.of(
                        RegistryConfig.URL, registry.url(),
                        RegistryConfig.AUTO_REGISTER, "true",
                        RegistryConfig.RETRY_TIMEOUT_MS, "300"));
    }
}
