package org.wecomarchive.decryptor;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.recovery.LogFormat;
import org.wecomarchive.recovery.RedactedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Main of {@code bin/decryptor}; {@code --help} tells how.
 *
 * <p><b>Exit codes.</b> 0: ended as asked. 1: a failure that needs a person, nothing of the record in hand is committed.
 * 2: wrong arguments or settings. 3: Kafka, its topics or the schema registry did not answer in time; starting again may
 * help. 143: SIGTERM, after the transaction in hand was finished and the group was left.
 */
@Command(
        name = "decryptor",
        mixinStandardHelpOptions = true,
        versionProvider = DecryptorMain.Version.class,
        description = "Decrypts the raw records of the WeCom archive into chat events, until SIGTERM.",
        footer = {
            "",
            "An environment variable overrides a key of the file: WECOM_DECRYPTOR_KEYS_DIR is keys.dir. Values may be"
                    + " $${file:PATH:KEY}, $${directory:PATH:FILE} or $${env:NAME}. Keys under kafka. go to the Kafka"
                    + " clients, those under schema.registry., basic.auth. and bearer.auth. to the registry's client.",
            "",
            "Exit codes: 0 ended as asked, 1 a failure that needs a person, 2 wrong arguments or settings, 3 Kafka, its"
                    + " topics or the schema registry did not answer in time, 143 after SIGTERM."
        })
public final class DecryptorMain implements Callable<Integer> {

    static final int ENDED = 0;
    static final int FAILED = 1;
    static final int WRONG_SETTINGS = 2;
    static final int NOT_READY = 3;

    private static final Logger log = LoggerFactory.getLogger(DecryptorMain.class);
    private static final String KEYS_SECTION = "keys";

    private final Map<String, String> environment;

    @Spec
    private CommandSpec command;

    @Option(names = "--config", paramLabel = "FILE", description = "settings: a properties file in UTF-8")
    private Optional<Path> config;

    @Option(names = "--print-config", description = "show the settings in use, without secrets, and end")
    private boolean printConfig;

    private DecryptorMain(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Runs until the end and exits with the code. */
    public static void main(String[] arguments) {
        System.exit(line(System.getenv()).execute(arguments));
    }

    /** The program's arguments; help lists every key. */
    static CommandLine line(Map<String, String> environment) {
        CommandLine line = new CommandLine(new DecryptorMain(environment));
        line.getHelpSectionMap().put(KEYS_SECTION, help -> help.createHeading("%n") + ConfigText.keys());
        List<String> sections = new ArrayList<>(line.getHelpSectionKeys());
        sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER), KEYS_SECTION);
        return line.setHelpSectionKeys(sections)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((wrong, words) -> {
                    wrong.getCommandLine().getErr().println(wrong.getMessage() + "; see --help");
                    return WRONG_SETTINGS;
                });
    }

    @Override
    public Integer call() {
        PrintWriter err = command.commandLine().getErr();
        try {
            Map<String, String> written = SettingsFile.read(config, environment);
            LogFormat.choose(written);
            DecryptorConfig settings = new DecryptorConfig(written);
            if (printConfig) {
                command.commandLine().getOut().print(ConfigText.settings(settings));
                command.commandLine().getOut().flush();
                return ENDED;
            }
            return decrypt(settings, err);
        } catch (ConfigException e) {
            LogFormat.tell(err, log, e.getMessage());
            return WRONG_SETTINGS;
        }
    }

    private static int decrypt(DecryptorConfig config, PrintWriter err) {
        try (Decryptor decryptor = new Decryptor(config)) {
            Runtime.getRuntime().addShutdownHook(new Thread(decryptor::close, "shutdown"));
            decryptor.start();
            decryptor.ended().join();
            return ENDED;
        } catch (NotReadyException e) {
            LogFormat.tell(err, log, e.getMessage());
            return NOT_READY;
        } catch (FatalTroubleException e) {
            LogFormat.tell(err, log, e.getMessage());
            return WRONG_SETTINGS;
        } catch (KafkaException e) {
            LogFormat.tell(err, log, "Kafka or the schema registry refuses us: " + RedactedException.sentence(e));
            return WRONG_SETTINGS;
        } catch (CompletionException e) {
            LogFormat.tell(err, log, "decryption has ended: " + reason(e));
            return FAILED;
        }
    }

    /** What is ours to tell: messages of others may quote a record. */
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (!(innermost instanceof FatalTroubleException) && innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost instanceof FatalTroubleException
                ? innermost.getMessage()
                : innermost.getClass().getName();
    }

    /** For {@code --version}. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = DecryptorMain.class.getPackage().getImplementationVersion();
            return new String[] {"decryptor " + (version == null ? "(not packaged)" : version)};
        }
    }
}
