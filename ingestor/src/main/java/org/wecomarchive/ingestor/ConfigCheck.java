package org.wecomarchive.ingestor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.wecomarchive.egress.EgressConfig;
import org.wecomarchive.financesdk.SdkConfig;

/** Adds to a checked configuration what no single setting can know: combinations, files, and Connect's own keys. */
final class ConfigCheck {

    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9]+:.*");

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
        String library = settings.getOrDefault(SdkConfig.LIBRARY, "");
        if (!library.isEmpty() && !SCHEME.matcher(library).matches() && !Files.isReadable(Path.of(library))) {
            refused.put(
                    SdkConfig.LIBRARY,
                    SdkConfig.LIBRARY
                            + " is not a readable file on this worker: put the vendor's library there on every"
                            + " worker.");
        }
        boolean credentials =
                !settings.getOrDefault(IngestorConfig.PROXY_CREDENTIALS, "").isEmpty();
        if (credentials && settings.getOrDefault(IngestorConfig.PROXY_URL, "").isEmpty()) {
            refused.put(
                    IngestorConfig.PROXY_CREDENTIALS,
                    IngestorConfig.PROXY_CREDENTIALS + " needs " + IngestorConfig.PROXY_URL + ".");
        }
        return refused;
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
