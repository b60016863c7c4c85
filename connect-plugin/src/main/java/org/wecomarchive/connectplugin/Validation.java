package org.wecomarchive.connectplugin;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.wecomarchive.egress.EgressConfig;

/** Adds the checks that no single key can make to a configuration that Connect has checked key by key. */
public final class Validation {

    private final Config config;
    private final Map<String, String> settings;

    public Validation(Config config, Map<String, String> settings) {
        this.config = config;
        this.settings = settings;
    }

    /** Attaches each sentence to its key, which Connect then answers with 400. */
    public Validation refuse(Map<String, String> refusals) {
        refusals.forEach(this::attach);
        return this;
    }

    /** Refuses endpoints outside {@code network.allowed.hosts} at keys that are accepted so far; asks the name service. */
    public Validation refuseEndpoints() {
        if (isAccepted(EgressConfig.ALLOWED_HOSTS)) {
            EgressConfig.refusals(settings).forEach((key, sentence) -> {
                if (isAccepted(key)) {
                    attach(key, sentence);
                }
            });
        }
        return this;
    }

    /** Calls the servers that the settings name, unless something is refused already or {@link ConnectionTrials#SETTING} says no. */
    public Validation tryConnections(Supplier<ConnectionTrials> trials) {
        boolean wanted =
                !settings.getOrDefault(ConnectionTrials.SETTING, "true").strip().equalsIgnoreCase("false");
        return wanted && isAccepted() ? refuse(trials.get().refusals()) : this;
    }

    /** Whether no key has been refused so far. */
    public boolean isAccepted() {
        return config.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty());
    }

    private boolean isAccepted(String key) {
        return config.configValues().stream()
                .filter(value -> value.name().equals(key))
                .allMatch(value -> value.errorMessages().isEmpty());
    }

    private void attach(String key, String sentence) {
        List<ConfigValue> values = config.configValues();
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
