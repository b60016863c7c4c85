package org.wecomarchive.benchmarks;

import static org.wecomarchive.quickstart.Disturbance.ADD_PARTITIONS;
import static org.wecomarchive.quickstart.Disturbance.KILL_DECRYPTOR;
import static org.wecomarchive.quickstart.Disturbance.KILL_WORKER;
import static org.wecomarchive.quickstart.Disturbance.STALL_WORKER;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;
import org.wecomarchive.quickstart.Disturbance;
import org.wecomarchive.quickstart.Scenario;
import org.wecomarchive.testkit.ledger.Guarantee;
import org.wecomarchive.testkit.registry.RegistryServer;

/**
 * How long ingest and decryption stand still when a worker or a decryptor dies, and how soon new partitions are used, as
 * shares of what README promises. Three Kafka nodes, two workers and two decryptors share the machine; at the end every
 * guarantee is checked.
 */
final class FailOverBenchmark {

    private static final int RECORDS = 3_000;

    private final PrintStream out;

    FailOverBenchmark(PrintStream out) {
        this.out = out;
    }

    void run() throws Exception {
        Path directory = Files.createTempDirectory("wecom-benchmark");
        try (RegistryServer registry = RegistryServer.start(directory.resolve("registry"))) {
            // Partitions first: the tenant's last records are parked for a missing key and become no events.
            Scenario.produce(RECORDS, Files.createDirectory(directory.resolve("scenario")), registry)
                    .through(ADD_PARTITIONS, KILL_WORKER, STALL_WORKER, KILL_DECRYPTOR)
                    .verify(Guarantee.values())
                    .forEach(this::print);
        } finally {
            Utils.delete(directory.toFile());
        }
    }

    private void print(Disturbance disturbance, Duration resumed) {
        Promise promise = Promise.OF.get(disturbance);
        out.println(String.format(
                Locale.ROOT,
                "%s: %.1f s of the %d s promised = %.2f",
                promise.what(),
                resumed.toMillis() / 1e3,
                promise.within().toSeconds(),
                (double) resumed.toMillis() / promise.within().toMillis()));
    }

    private record Promise(String what, Duration within) {

        private static final Map<Disturbance, Promise> OF = Map.of(
                KILL_WORKER, new Promise("ingest goes on after kill -9 of its worker", Duration.ofSeconds(15)),
                STALL_WORKER, new Promise("ingest goes on while its worker stands still", Duration.ofSeconds(15)),
                KILL_DECRYPTOR, new Promise("decryption goes on after kill -9", Duration.ofSeconds(20)),
                ADD_PARTITIONS, new Promise("new partitions hold events", Duration.ofSeconds(20)));
    }
}
