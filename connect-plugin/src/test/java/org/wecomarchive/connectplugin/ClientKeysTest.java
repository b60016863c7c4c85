package org.wecomarchive.connectplugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClientKeysTest {

    @Test
    void handOnWhatTheRegistrysClientUnderstands() {
        assertThat(ClientKeys.registrySettings(Map.of(
                        "schema.registry.url", "http://r",
                        "basic.auth.user.info", "u:p",
                        "bearer.auth.token", "t",
                        "auto.register.schemas", "true",
                        "http.connect.timeout.ms", "100",
                        "kafka.bootstrap.servers", "b",
                        "topics", "a")))
                .containsOnlyKeys(
                        "schema.registry.url",
                        "basic.auth.user.info",
                        "bearer.auth.token",
                        "auto.register.schemas",
                        "http.connect.timeout.ms");
        assertThat(ClientKeys.isKafka("kafka.security.protocol")).isTrue();
        assertThat(ClientKeys.isKafka("security.protocol")).isFalse();
    }
}
