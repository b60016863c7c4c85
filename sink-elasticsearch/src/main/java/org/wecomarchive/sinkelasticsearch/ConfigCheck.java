package org.wecomarchive.sinkelasticsearch;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.wecomarchive.egress.EgressConfig;
import org.wecomarchive.sinkelasticsearch.cluster.TrustedAuthority;

/** Adds to a checked configuration what no single setting can know: combinations, files, and Connect's own keys. */
final class ConfigCheck {

    private ConfigCheck() {}

    /** Attaches every refusal to its key. */
    static void complete(Config config, Map<String, String> settings) {
        Map<String, String> refusals = new TreeMap<>(ConnectSettings.refusals(settings));
        refusals.putAll(combinations(settings));
        refusals.forEach((key, sentence) -> attach(config.configValues(), key, sentence));
        if (isAccepted(config.configValues(), EgressConfig.ALLOWED_HOSTS)) {
            EgressConfig.refusals(settings).forEach((key, sentence) -> attach(config.configValues(), key, sentence));
        }
    }

    private static Map<String, String> combinations(Map<String, String> settings) {
        Map<String, String> refused = new TreeMap<>();
        boolean user = isSet(settings, SinkElasticsearchConfig.USERNAME);
        boolean password = isSet(settings, SinkElasticsearchConfig.PASSWORD);
        if (user != password) {
            String missing = user ? SinkElasticsearchConfig.PASSWORD : SinkElasticsearchConfig.USERNAME;
            refused.put(
                    missing,
                    missing + " is missing: a user needs " + SinkElasticsearchConfig.USERNAME + " and "
                            + SinkElasticsearchConfig.PASSWORD + ".");
        }
        if (user && isSet(settings, SinkElasticsearchConfig.API_KEY)) {
            refused.put(
                    SinkElasticsearchConfig.API_KEY,
                    SinkElasticsearchConfig.API_KEY + " and " + SinkElasticsearchConfig.USERNAME
                            + " exclude each other.");
        }
        if (isSet(settings, SinkElasticsearchConfig.CA_FILE)
                && !isAuthority(settings.get(SinkElasticsearchConfig.CA_FILE))) {
            refused.put(
                    SinkElasticsearchConfig.CA_FILE,
                    SinkElasticsearchConfig.CA_FILE
                            + " is not a readable PEM file of certificates on this worker: put it on every worker.");
        }
        return refused;
    }

    private static boolean isSet(Map<String, String> settings, String key) {
        return !settings.getOrDefault(key, "").isEmpty();
    }

    private static boolean isAuthority(String file) {
        try {
            TrustedAuthority.of(Path.of(file));
            return true;
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isAccepted(List<ConfigValue> values, String key) {
        return values.stream().filter(value -> value.name().equals(key)).allMatch(value -> value.errorMessages()
                .isEmpty());
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
