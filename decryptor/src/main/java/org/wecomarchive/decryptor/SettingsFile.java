package org.wecomarchive.decryptor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.wecomarchive.recovery.ProgramSettings;

/**
 * The settings of the program: a properties file (UTF-8), each key overridden by an environment variable if there is one.
 * {@code WECOM_DECRYPTOR_KEYS_DIR} is {@code keys.dir}, {@code WECOM_DECRYPTOR_KAFKA_SECURITY_PROTOCOL} is {@code
 * kafka.security.protocol}.
 */
final class SettingsFile {

    private static final String ENVIRONMENT_PREFIX = "WECOM_DECRYPTOR_";

    private SettingsFile() {}

    /**
     * Reads file and environment.
     *
     * @throws ConfigException when the file cannot be read, or holds a secret and can be read by everybody
     */
    static Map<String, String> read(Optional<Path> file, Map<String, String> environment) {
        Map<String, String> settings =
                new TreeMap<>(file.map(SettingsFile::read).orElse(Map.of()));
        settings.putAll(overrides(environment));
        return settings;
    }

    private static Map<String, String> read(Path file) {
        try {
            return ProgramSettings.read(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException(
                    "cannot read " + file + " (" + e.getClass().getName() + ")");
        }
    }

    private static Map<String, String> overrides(Map<String, String> environment) {
        Map<String, String> known = DecryptorConfig.definition().names().stream()
                .collect(Collectors.toMap(SettingsFile::environmentName, key -> key));
        Map<String, String> settings = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX)) {
                String bare = name.substring(ENVIRONMENT_PREFIX.length());
                settings.put(
                        known.getOrDefault(name, bare.toLowerCase(Locale.ROOT).replace('_', '.')), value);
            }
        });
        return settings;
    }

    private static String environmentName(String key) {
        return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
