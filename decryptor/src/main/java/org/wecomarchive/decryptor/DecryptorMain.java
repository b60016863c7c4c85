package org.wecomarchive.decryptor;

import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.wecomarchive.decryptor.failure.FatalTroubleException;

/**
 * Starts the decryptor as a program; {@code --help} tells how.
 *
 * <p><b>Exit codes.</b> 0: ended as asked. 1: a failure that needs a person, nothing of the record in hand is committed.
 * 2: wrong arguments or settings. 3: Kafka, its topics or the schema registry did not answer in time; starting again may
 * help. 143: SIGTERM, after the transaction in hand was finished and the group was left.
 */
public final class DecryptorMain {

    static final int ENDED = 0;
    static final int FAILED = 1;
    static final int WRONG_SETTINGS = 2;
    static final int NOT_READY = 3;

    private DecryptorMain() {}

    /** Runs until the end and exits with the code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.getenv(), System.out, System.err));
    }

    static int run(String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            CommandLine line = CommandLine.parse(arguments, environment);
            switch (line.action()) {
                case HELP -> out.print(ConfigText.help());
                case VERSION -> out.println("decryptor " + version());
                case PRINT_CONFIG -> out.print(ConfigText.settings(new DecryptorConfig(line.settings())));
                case RUN -> {
                    return decrypt(new DecryptorConfig(line.settings()), err);
                }
            }
            return ENDED;
        } catch (ConfigException e) {
            err.println(e.getMessage());
            return WRONG_SETTINGS;
        }
    }

    private static int decrypt(DecryptorConfig config, PrintStream err) {
        try (Decryptor decryptor = new Decryptor(config)) {
            Runtime.getRuntime().addShutdownHook(new Thread(decryptor::close, "shutdown"));
            decryptor.start();
            decryptor.ended().join();
            return ENDED;
        } catch (NotReadyException e) {
            err.println(e.getMessage());
            return NOT_READY;
        } catch (FatalTroubleException e) {
            err.println(e.getMessage());
            return WRONG_SETTINGS;
        } catch (KafkaException e) {
            err.println("Kafka or the schema registry refuses us: " + e.getMessage());
            return WRONG_SETTINGS;
        } catch (CompletionException e) {
            err.println("decryption has ended: " + reason(e));
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

    private static String version() {
        String version = DecryptorMain.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
