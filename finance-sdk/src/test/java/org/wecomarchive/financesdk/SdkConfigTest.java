package org.wecomarchive.financesdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SdkConfigTest {

    @Test
    void isolatesTheLibraryUnlessToldOtherwise() {
        SdkSettings settings = settings(Map.of("sdk.library", "/opt/wecom/libWeWorkFinanceSdk_C.so"));

        assertThat(settings)
                .isEqualTo(new SdkSettings(
                        "/opt/wecom/libWeWorkFinanceSdk_C.so", SdkSettings.Isolation.PROCESS, Duration.ofSeconds(2)));
    }

    @Test
    void takesEverySetting() {
        SdkSettings settings = settings(Map.of(
                "sdk.library", "simulator:127.0.0.1:1", "sdk.isolation", "none", "sdk.decrypt.timeout.ms", "500"));

        assertThat(settings)
                .isEqualTo(
                        new SdkSettings("simulator:127.0.0.1:1", SdkSettings.Isolation.NONE, Duration.ofMillis(500)));
    }

    @Test
    void demandsALibrary() {
        assertThatThrownBy(() -> settings(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sdk.library");
    }

    @ParameterizedTest
    @CsvSource({"sdk.library,''", "sdk.isolation,container", "sdk.decrypt.timeout.ms,0"})
    void refusesWhatItDoesNotKnow(String key, String value) {
        Map<String, String> valid =
                Map.of("sdk.library", "x", "sdk.isolation", "none", "sdk.decrypt.timeout.ms", "500");
        Map<String, String> broken = new HashMap<>(valid);
        broken.put(key, value);

        assertThatThrownBy(() -> settings(broken))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    private static SdkSettings settings(Map<String, String> values) {
        return SdkConfig.settings(new AbstractConfig(SdkConfig.define(new ConfigDef()), values, false));
    }
}
