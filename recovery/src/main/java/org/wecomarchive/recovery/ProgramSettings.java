package org.wecomarchive.recovery;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;

/** How every program of ours, as against a connector, takes its settings. */
public final class ProgramSettings {

    /** What values may refer to: {@code ${file:PATH:KEY}}, {@code ${directory:PATH:FILE}} and {@code ${env:NAME}}. */
    public static final Map<String, String> PROVIDERS = Map.of(
            "config.providers", "file,directory,env",
            "config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider",
            "config.providers.directory.class", "org.apache.kafka.common.config.provider.DirectoryConfigProvider",
            "config.providers.env.class", "org.apache.kafka.common.config.provider.EnvVarConfigProvider");

    private ProgramSettings() {}

    /**
     * Reads a properties file in UTF-8.
     *
     * @throws ConfigException when it holds a secret that it could refer to, and every account of the machine may read it
     */
    public static Map<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> settings = Utils.propsToStringMap(properties);
        SecretFiles.refusalOfFile(file, settings).ifPresent(sentence -> {
            throw new ConfigException(sentence);
        });
        return settings;
    }

    /**
     * Refuses open references, files of secrets that everybody can read, and what Kafka's clients would pass over or fail at.
     *
     * @param written the settings as they are written
     * @param read the settings after the providers have replaced what they know
     * @param kafka the clients to which those under {@code kafka.} go
     */
    public static void check(Map<String, String> written, Map<String, ?> read, KafkaSettings kafka) {
        refuse(SecretFiles.refusalsOfReferences(written));
        refuse(OpenReferences.refusals(read));
        refuse(kafka.refusals(read, "kafka."));
        refuse(SecretFiles.refusals(read));
    }

    /**
     * Ends a start with settings that were refused.
     *
     * @param refused each with one sentence
     * @throws ConfigException of all these sentences; nothing happens if there are none
     */
    public static void refuse(Map<String, String> refused) {
        if (!refused.isEmpty()) {
            throw new ConfigException(String.join(" ", refused.values()));
        }
    }
}
