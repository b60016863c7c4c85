package org.wecomarchive.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.wecomarchive.cli.commands.KafkaCommands;
import org.wecomarchive.recovery.SecretFiles;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.serde.RecordSerde;

/** The pipeline that the settings name, as far as commands need it. */
final class Site implements AutoCloseable {

    private final CliConfig config;
    private final RecordSerde<Command> serde;
    private final KafkaCommands commands;

    private Site(CliConfig config, PrintWriter err) {
        this.config = config;
        this.serde = RecordSerde.of(Command.class, config.topics().commands(), config.registry());
        this.commands = new KafkaCommands(config.kafka(), config.topics(), serde, err::println);
    }

    static Site open(Path file, PrintWriter err) throws IOException {
        return new Site(settings(file), err);
    }

    /** What a settings' file says. */
    static CliConfig settings(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        SecretFiles.refusalOfFile(file, settings).ifPresent(sentence -> {
            throw new ConfigException(sentence);
        });
        return new CliConfig(settings);
    }

    CliConfig config() {
        return config;
    }

    KafkaCommands commands() {
        return commands;
    }

    /** Who gives the command, as this machine knows. */
    static String operator() {
        return System.getProperty("user.name", "unknown");
    }

    @Override
    public void close() {
        try {
            commands.close();
        } finally {
            serde.close();
        }
    }
}
