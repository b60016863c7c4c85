package org.wecomarchive.sinkiceberg;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.wecomarchive.egress.EgressConfig;
import org.wecomarchive.sinkiceberg.catalog.CatalogConfig;

/** Adds to a checked configuration what no single setting can know: combinations, endpoints, and Connect's own keys. */
final class ConfigCheck {

    private ConfigCheck() {}

    /** Attaches every refusal to its key. */
    static void complete(Config config, Map<String, String> settings) {
        List<ConfigValue> values = config.configValues();
        boolean readable =
                values.stream().allMatch(value -> value.errorMessages().isEmpty());
        Map<String, String> refusals = new TreeMap<>(ConnectSettings.refusals(settings));
        if (readable) {
            refusals.putAll(EgressConfig.refusals(settings));
            refusals.putAll(new CatalogConfig(settings).refusals());
        }
        refusals.forEach((key, sentence) -> attach(values, key, sentence));
    }

    private static void attach(List<ConfigValue> values, String key, String sentence) {
        ConfigValue value = values.stream()
                .filter(candidate -> candidate.name().equals(key))
                .findFirst()
                .orElseGet(() -> {
                    ConfigValue added = new ConfigValue(key);
                    values.add(added);
                    return added;
                });
        value.addErrorMessage(sentence);
    }
}
