package org.wecomarchive.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistryConfigTest {

    @Test
    void needsAnAddress() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new RegistryConfig(Map.of()))
                .withMessageContaining("schema.registry.url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "registry:8081", "ftp://registry", "http://a,registry", "http://a b"})
    void refusesWhatIsNoAddress(String url) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new RegistryConfig(Map.of(RegistryConfig.URL, url)))
                .withMessageContaining("schema.registry.url");
    }

    @Test
    void refusesCredentialsInTheAddressWithoutRepeatingThem() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new RegistryConfig(Map.of(RegistryConfig.URL, "https://user:hunter2@registry")))
                .withMessageContaining("basic.auth.user.info")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void takesSeveralAddresses() {
        Map<String, String> settings = Map.of(RegistryConfig.URL, "http://a:8081, https://b:8081");

        assertThatCode(() -> new RegistryConfig(settings).connect()).doesNotThrowAnyException();
    }

    @Test
    void doesNotRegisterUnlessTold() {
        assertThat(RegistryConfig.define(new ConfigDef()).defaultValues())
                .containsEntry(RegistryConfig.AUTO_REGISTER, false);
    }
}
