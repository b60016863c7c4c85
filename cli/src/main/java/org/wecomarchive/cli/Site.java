package org.wecomarchive.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.wecomarchive.cli.commands.KafkaCommands;
import org.wecomarchive.recovery.ProgramSettings;
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
        return new CliConfig(ProgramSettings.read(file));
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
