package org.wecomarchive.simulator;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.wecomarchive.simulator.command.OptionParser;
import org.wecomarchive.simulator.command.Options;
import org.wecomarchive.simulator.command.UsageException;

/**
 * Main of {@code bin/simulator}: serves a tenant until the process is told to end.
 *
 * <p>Exit codes: 0 for help, 1 something failed, 2 the command line or what it names cannot be used, 130 and 143 ended by SIGINT
 * and SIGTERM.
 */
public final class SimulatorMain {

    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;
    private static final double GROWTHS_PER_SECOND = 10;

    private final ServedTenant tenant;
    private final PrintStream out;

    private SimulatorMain(ServedTenant tenant, PrintStream out) {
        this.tenant = tenant;
        this.out = out;
    }

    /** Runs until the JVM is told to end. */
    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try {
            Optional<Options> options = OptionParser.parse(List.of(arguments));
            if (options.isEmpty()) {
                out.print(OptionParser.HELP);
                return;
            }
            try (ServedTenant tenant = ServedTenant.open(options.get(), Clock.systemUTC())) {
                new SimulatorMain(tenant, out).serve(options.get().rate());
            }
        } catch (UsageException e) {
            System.err.println(e.getMessage());
            System.exit(UNUSABLE);
        } catch (IOException e) {
            System.err.println("The tenant cannot be served: " + e);
            System.exit(FAILED);
        }
    }

    private void serve(double rate) throws IOException, InterruptedException {
        out.println(tenant.directions());
        if (rate > 0) {
            growAt(rate);
        }
        takePlans();
        // Standard input has ended, as it does in the background; the server goes on.
        new CountDownLatch(1).await();
    }

    private void growAt(double rate) {
        ScheduledExecutorService growth = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "simulator-growth");
            thread.setDaemon(true);
            return thread;
        });
        long records = Math.max(1, Math.round(rate / GROWTHS_PER_SECOND));
        long periodMicros = Math.round(records / rate * TimeUnit.SECONDS.toMicros(1));
        var unused = growth.scheduleAtFixedRate(() -> grow(records), periodMicros, periodMicros, TimeUnit.MICROSECONDS);
    }

    /** A growth that cannot be kept, as on a full disk, does not end the ones to come. */
    private void grow(long records) {
        try {
            tenant.grow(records);
        } catch (UncheckedIOException e) {
            System.err.println("The tenant cannot grow: " + e.getCause());
        }
    }

    private void takePlans() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            try {
                out.println("Faults of calls from now on: " + tenant.inject(line.strip()));
            } catch (IllegalArgumentException e) {
                out.println("Nothing is changed: " + e.getMessage());
            }
        }
    }
}
