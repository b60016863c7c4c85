package org.wecomarchive.decryptor;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;

/**
 * What was asked for: {@code decryptor [--config FILE] [--print-config | --help | --version]}.
 *
 * <p><b>Settings.</b> The properties file (UTF-8), each key overridden by an environment variable if there is one:
 * {@code WECOM_DECRYPTOR_KEYS_DIR} is {@code keys.dir}, {@code WECOM_DECRYPTOR_KAFKA_SECURITY_PROTOCOL} is
 * {@code kafka.security.protocol}.
 */
record CommandLine(Action action, Map<String, String> settings) {

    private static final String ENVIRONMENT_PREFIX = "WECOM_DECRYPTOR_";

    enum Action {
        RUN,
        PRINT_CONFIG,
        HELP,
        VERSION
    }

    CommandLine {
        settings = Map.copyOf(settings);
    }

    /**
     * Reads arguments, file and environment.
     *
     * @throws ConfigException when an argument is unknown or the file cannot be read
     */
    static CommandLine parse(String[] arguments, Map<String, String> environment) {
        Action action = Action.RUN;
        Map<String, String> settings = new TreeMap<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--help", "-h" -> action = Action.HELP;
                case "--version" -> action = Action.VERSION;
                case "--print-config" -> action = Action.PRINT_CONFIG;
                case "--config" -> {
                    i++;
                    if (i == arguments.length) {
                        throw new ConfigException("--config needs a file");
                    }
                    settings.putAll(read(Path.of(arguments[i])));
                }
                default -> throw new ConfigException("unknown argument " + arguments[i] + "; see --help");
            }
        }
        settings.putAll(overrides(environment));
        return new CommandLine(action, settings);
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException(
                    "cannot read " + file + " (" + e.getClass().getName() + ")");
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }

    private static Map<String, String> overrides(Map<String, String> environment) {
        Set<String> known = DecryptorConfig.definition().names();
        Map<String, String> settings = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX)) {
                String bare = name.substring(ENVIRONMENT_PREFIX.length());
                String key = known.stream()
                        .filter(candidate -> environmentName(candidate).equals(bare))
                        .findFirst()
                        .orElse(bare.toLowerCase(Locale.ROOT).replace('_', '.'));
                settings.put(key, value);
            }
        });
        return settings;
    }

    private static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
