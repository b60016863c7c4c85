package org.wecomarchive.connectplugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

final class ValidationTest {

    private static final Map<String, String> OUTSIDE = Map.of("schema.registry.url", "https://203.0.113.9");

    private final ConfigValue allowed = new ConfigValue("network.allowed.hosts");
    private final Config config = new Config(new ArrayList<>(List.of(allowed)));

    @Test
    void attachesASentenceToItsKeyAlsoWhereConnectDoesNotKnowIt() {
        Validation validation = new Validation(config, Map.of()).refuse(Map.of("misspelt", "misspelt is no setting."));

        assertThat(validation.isAccepted()).isFalse();
        assertThat(config.configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .extracting(ConfigValue::name)
                .containsExactly("misspelt");
    }

    @Test
    void refusesEndpointsOutside() {
        assertThat(new Validation(config, OUTSIDE).refuseEndpoints().isAccepted())
                .isFalse();
    }

    @Test
    void saysOneThingOfAKey() {
        new Validation(config, OUTSIDE)
                .refuse(Map.of("schema.registry.url", "schema.registry.url has no port."))
                .refuseEndpoints();

        assertThat(config.configValues())
                .filteredOn(value -> value.name().equals("schema.registry.url"))
                .flatExtracting(ConfigValue::errorMessages)
                .containsExactly("schema.registry.url has no port.");
    }

    @Test
    void saysNothingOfEndpointsWhereTheListOfHostsItselfIsWrong() {
        allowed.addErrorMessage("network.allowed.hosts cannot be read.");

        new Validation(config, OUTSIDE).refuseEndpoints();

        assertThat(config.configValues()).containsExactly(allowed);
    }
}
