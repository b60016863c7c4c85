package org.wecomarchive.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.cli.commands.KafkaCommands;
import org.wecomarchive.recovery.LogFormat;
import org.wecomarchive.recovery.ProgramSettings;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.serde.RecordSerde;

/** The pipeline that the settings name, as far as commands need it. */
final class Site implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Site.class);

    private final CliConfig config;
    private final RecordSerde<Command> serde;
    private final KafkaCommands commands;

    private Site(CliConfig config, PrintWriter err) {
        this.config = config;
        this.serde = RecordSerde.of(Command.class, config.topics().commands(), config.registry());
        this.commands = new KafkaCommands(
                config.kafka(), config.topics(), serde, sentence -> LogFormat.tell(err, log, sentence));
    }

    static Site open(Path file, PrintWriter err) throws IOException {
        return new Site(settings(file), err);
    }

    /** What a settings' file says. */
    static CliConfig settings(Path file) throws IOException {
        Map<String, String> written = ProgramSettings.read(file);
        LogFormat.choose(written);
        return new CliConfig(written);
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
