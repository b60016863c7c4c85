package org.wecomarchive.benchmarks.pipe;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;
import org.wecomarchive.decryptor.prefetch.Prefetch;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.financesdk.SdkSettings;
import org.wecomarchive.financesdk.SdkSettings.Isolation;
import org.wecomarchive.simulator.library.SimulatorLibrary;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;

/**
 * Stand-in decryptions per second of CPU time through the pipe to the library's process ({@code sdk.isolation=process}),
 * beside the same calls with the library in this process ({@code none}), which is the most that any pipe could reach.
 *
 * <p>The CPU time is that of both processes together: what one core can do. The two sides take turns; the first round only
 * warms up. A busy machine makes CPU seconds worth less, too; the yardstick says how much.
 */
public final class PipeBenchmark {

    private static final int PAYLOADS = 4_096;
    private static final int ROUNDS = 5;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration MEASURED = Duration.ofSeconds(1);
    private static final Duration YARDSTICK = Duration.ofMillis(250);
    private static final Duration DECRYPT_TIMEOUT = Duration.ofSeconds(60);

    private final PrintStream out;
    private final List<Double> yardsticks = new ArrayList<>();

    public PipeBenchmark(PrintStream out) {
        this.out = out;
    }

    /** Measures and prints. */
    public void run() throws Exception {
        Path directory = Files.createTempDirectory("wecom-benchmark");
        SimulatedTenant tenant = SimulatedTenant.inMemory(
                TenantSettings.builder("wwbenchmark", "secret", 7)
                        .damageShare(0)
                        .rotations()
                        .build(),
                Clock.systemUTC());
        tenant.grow(PAYLOADS);
        Yardstick yardstick = Yardstick.of(tenant);
        TenantPayloads payloads = TenantPayloads.of(tenant, yardstick.key(), PAYLOADS);
        try (SimulatorServer server = SimulatorServer.start(tenant)) {
            Optional<Path> library = SimulatorLibrary.install(directory, server.address());
            out.println(String.format(
                    Locale.ROOT,
                    "pipe, decryptions per CPU second of both processes, %s, %,d payloads of %d characters on average",
                    library.isPresent() ? "the simulator's C library" : "the simulator's Java front (no C compiler)",
                    PAYLOADS,
                    payloads.messageCharacters()));
            compare(library.map(Path::toString).orElse(server.library()), payloads, yardstick);
        } finally {
            Utils.delete(directory.toFile());
        }
    }

    private void compare(String library, TenantPayloads payloads, Yardstick yardstick) throws Exception {
        try (FinanceSdk inProcess = open(library, Isolation.NONE);
                FinanceSdk hosted = open(library, Isolation.PROCESS)) {
            payloads.requireDecryptedBy(inProcess);
            payloads.requireDecryptedBy(hosted);
            List<ProcessHandle> children = ProcessHandle.current().children().toList();
            DecryptLaps pipe = new DecryptLaps(hosted, children, payloads.payloads());
            DecryptLaps limit = new DecryptLaps(inProcess, List.of(), payloads.payloads());
            for (CallShape shape : shapes()) {
                out.println("  " + compare(shape, pipe, limit, yardstick).text());
            }
        }
        noteMachine();
    }

    private static List<CallShape> shapes() {
        int processors = Runtime.getRuntime().availableProcessors();
        int batch = Prefetch.BATCH_RECORDS;
        return List.of(
                new CallShape("batches of 1000", 1000, 1),
                new CallShape("batches of 64", 64, 1),
                new CallShape(
                        "the decryptor's batches of " + batch + ", " + processors + " threads", batch, processors),
                new CallShape("one by one", 1, 1));
    }

    private Comparison compare(CallShape shape, DecryptLaps pipe, DecryptLaps limit, Yardstick yardstick)
            throws Exception {
        List<Double> pipeRates = new ArrayList<>();
        List<Double> limitRates = new ArrayList<>();
        pipe.payloadsPerCpuSecond(shape, WARM_UP);
        limit.payloadsPerCpuSecond(shape, WARM_UP);
        for (int round = 0; round < ROUNDS; round++) {
            pipeRates.add(pipe.payloadsPerCpuSecond(shape, MEASURED));
            limitRates.add(limit.payloadsPerCpuSecond(shape, MEASURED));
            yardsticks.add(yardstick.operationsPerCpuSecond(YARDSTICK));
        }
        return new Comparison(shape, pipeRates, limitRates);
    }

    /** The limit on a call is long: on a busy machine it must not replace the process that is measured. */
    private static FinanceSdk open(String library, Isolation isolation) {
        return FinanceSdks.open(new SdkSettings(library, isolation, DECRYPT_TIMEOUT));
    }

    private void noteMachine() {
        Spread spread = Spread.of(yardsticks);
        out.println(String.format(
                Locale.ROOT,
                "  yardstick, RSA-2048 operations per CPU second meanwhile: %,.0f (%,.0f to %,.0f)",
                spread.median(),
                spread.lowest(),
                spread.highest()));
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        int processors = Runtime.getRuntime().availableProcessors();
        // This benchmark alone keeps about as many threads busy as there are processors.
        if (load > 1.5 * processors) {
            out.println(String.format(
                    Locale.ROOT,
                    "  the machine is busy (load %.1f on %d processors): a quiet one has higher figures",
                    load,
                    processors));
        }
    }
}
