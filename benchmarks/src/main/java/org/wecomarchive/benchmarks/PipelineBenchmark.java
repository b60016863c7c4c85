package org.wecomarchive.benchmarks;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.kafka.common.utils.Utils;
import org.wecomarchive.decryptor.Decryptor;
import org.wecomarchive.decryptor.DecryptorConfig;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.wait.BoundedWait;

/**
 * Records a second of one raw partition, exactly once, with one stream thread: alone, and with decryption ahead on two
 * threads. Broker, registry, the library's process and the decryptor share the machine.
 *
 * <p>The same records for every run, under another application id; the first of each kind only warms the JVM up.
 */
final class PipelineBenchmark {

    private static final String CORP = "wwbenchmark";
    private static final int RECORDS = 20_000;
    private static final int UNMEASURED = 2_000;
    private static final int ROUNDS = 3;
    private static final Duration AT_MOST = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(2);
    private static final Map<String, String> ALONE = Map.of("decrypt.ahead.max.bytes", "0");
    private static final Map<String, String> AHEAD = Map.of("decrypt.threads", "2");

    private final Path home;
    private final PrintStream out;
    private final LongSupplier nanoTime;

    PipelineBenchmark(Path home, PrintStream out, LongSupplier nanoTime) {
        this.home = home;
        this.out = out;
        this.nanoTime = nanoTime;
    }

    void run() throws Exception {
        Path directory = Files.createTempDirectory("wecom-benchmark");
        Topics topics = new Topics("benchmark");
        SimulatedTenant tenant = SimulatedTenant.inMemory(
                TenantSettings.builder(CORP, "secret", 7).build(), Clock.systemUTC());
        tenant.grow(RECORDS);
        tenant.writePrivateKeys(directory.resolve("keys"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 1);
                RegistryServer registry = RegistryServer.start(directory.resolve("registry"));
                SimulatorServer server = SimulatorServer.start(tenant)) {
            TopicCatalog.load(home.resolve("deploy/topics.yaml"))
                    .createAll(kafka.bootstrapServers(), topics.prefix(), 1);
            new RawFeed(kafka.bootstrapServers(), registry.url(), topics).publish(CORP, tenant.after(0, RECORDS));
            Map<String, String> settings = Map.of(
                    "kafka.bootstrap.servers", kafka.bootstrapServers(),
                    "topic.prefix", topics.prefix(),
                    "keys.dir", directory.resolve("keys").toString(),
                    "stream.threads", "1",
                    "schema.registry.url", registry.url(),
                    "auto.register.schemas", "true",
                    "sdk.library", server.library(),
                    "http.port", "0");
            compare(settings, directory);
        } finally {
            Utils.delete(directory.toFile());
        }
    }

    private void compare(Map<String, String> settings, Path directory) throws Exception {
        double alone = 0;
        double ahead = 0;
        for (int round = 0; round <= ROUNDS; round++) {
            double aloneNow = recordsPerSecond(settings, ALONE, directory, "alone-" + round);
            double aheadNow = recordsPerSecond(settings, AHEAD, directory, "ahead-" + round);
            String note = round == 0 ? " (warm-up)" : "";
            out.println(String.format(
                    Locale.ROOT, "  round %d: alone %.0f/s, ahead %.0f/s%s", round, aloneNow, aheadNow, note));
            alone = round == 0 ? 0 : Math.max(alone, aloneNow);
            ahead = round == 0 ? 0 : Math.max(ahead, aheadNow);
        }
        out.println(String.format(
                Locale.ROOT,
                "one partition, best of %d: ahead on 2 threads (%.0f/s) / alone (%.0f/s) = %.2f",
                ROUNDS,
                ahead,
                alone,
                ahead / alone));
    }

    private double recordsPerSecond(
            Map<String, String> settings, Map<String, String> mode, Path directory, String applicationId)
            throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(mode);
        all.put("application.id", applicationId);
        all.put("start.from", "beginning");
        all.put("state.dir", directory.resolve(applicationId).toString());
        try (Decryptor decryptor = new Decryptor(new DecryptorConfig(all))) {
            decryptor.start();
            awaitRecords(decryptor, UNMEASURED);
            long before = decryptor.recordsDone();
            long start = nanoTime.getAsLong();
            awaitRecords(decryptor, RECORDS);
            return (RECORDS - before) / ((nanoTime.getAsLong() - start) / 1e9);
        }
    }

    /** Fails at once when the decryptor gives up. */
    private static void awaitRecords(Decryptor decryptor, long records) throws Exception {
        CompletableFuture<Void> ended = decryptor.ended();
        new BoundedWait(AT_MOST, POLL).until("so many records done: " + records, () -> {
            if (ended.isDone()) {
                ended.get();
                throw new IllegalStateException("the decryptor has ended before its work");
            }
            return decryptor.recordsDone() >= records;
        });
    }
}
