package org.wecomarchive.benchmarks.sizing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.server.ServerJvm;
import org.wecomarchive.testkit.server.ServerKind;

/** A Kafka broker in a JVM of its own. Argument: its directory, which has its address in the file {@code bootstrap} once it serves. */
public final class BrokerMain {

    private static final String ADDRESS = "bootstrap";

    private BrokerMain() {}

    /** Starts it; the JVM then lives until its parent ends it. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        EmbeddedKafka kafka = EmbeddedKafka.start(directory, 1);
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "broker-stop"));
        Path unfinished = directory.resolve(ADDRESS + ".new");
        Files.writeString(unfinished, kafka.bootstrapServers());
        Files.move(unfinished, directory.resolve(ADDRESS), StandardCopyOption.ATOMIC_MOVE);
    }

    /** How it is started on a directory, with options for its JVM. */
    static ServerKind kind(List<String> jvmOptions, Path directory) {
        return new ServerKind(
                "broker",
                "",
                (where, port) -> new ServerJvm(
                        jvmOptions,
                        System.getProperty("java.class.path"),
                        BrokerMain.class.getName(),
                        List.of(where.toString())),
                url -> Files.exists(directory.resolve(ADDRESS)));
    }

    /** Where a started one listens. */
    static String bootstrapServers(Path directory) throws IOException {
        return Files.readString(directory.resolve(ADDRESS));
    }
}
