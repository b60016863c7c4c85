package org.wecomarchive.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.wecomarchive.simulator.command.CommandOptions;
import org.wecomarchive.simulator.command.Options;
import org.wecomarchive.simulator.command.UsageException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * Main of {@code bin/simulator}: serves a tenant until the process is told to end.
 *
 * <p>Exit codes: 0 for help and version, 1 something failed, 2 the command line or what it names cannot be used, 130 and 143
 * ended by SIGINT and SIGTERM.
 */
@Command(
        name = "bin/simulator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = SimulatorMain.Version.class,
        description = {
            "Serves a simulated WeCom tenant on 127.0.0.1 to any program that can load libWeWorkFinanceSdk_C.so, until"
                    + " Ctrl-C.",
            "A line on standard input sets the plan of faults of later calls; an empty line ends all faults."
        })
public final class SimulatorMain implements Callable<Integer> {

    private static final double GROWTHS_PER_SECOND = 10;

    @Mixin
    private CommandOptions options;

    @Spec
    private CommandSpec command;

    private SimulatorMain() {}

    /** Runs until the JVM is told to end. */
    public static void main(String[] arguments) {
        int code = new CommandLine(new SimulatorMain())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(SimulatorMain::sayWhatIsWrong)
                .setExecutionExceptionHandler(SimulatorMain::sayWhatFailed)
                .execute(arguments);
        System.exit(code);
    }

    private static int sayWhatIsWrong(ParameterException wrong, String[] arguments) {
        wrong.getCommandLine().getErr().println(wrong.getMessage() + "; --help lists the options.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int sayWhatFailed(Exception failure, CommandLine line, ParseResult arguments) {
        line.getErr().println("The tenant cannot be served: " + failure);
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Options wanted = options.checked();
        try (ServedTenant tenant = ServedTenant.open(wanted, Clock.systemUTC())) {
            serve(tenant, wanted.rate());
        } catch (UsageException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
        return CommandLine.ExitCode.OK;
    }

    private void serve(ServedTenant tenant, double rate) throws IOException, InterruptedException {
        out().println(tenant.directions());
        if (rate > 0) {
            growAt(tenant, rate);
        }
        takePlans(tenant);
        // Standard input has ended, as it does in the background; the server goes on.
        new CountDownLatch(1).await();
    }

    private void growAt(ServedTenant tenant, double rate) {
        ScheduledExecutorService growth = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "simulator-growth");
            thread.setDaemon(true);
            return thread;
        });
        long records = Math.max(1, Math.round(rate / GROWTHS_PER_SECOND));
        long periodMicros = Math.round(records / rate * TimeUnit.SECONDS.toMicros(1));
        var unused = growth.scheduleAtFixedRate(
                () -> grow(tenant, records), periodMicros, periodMicros, TimeUnit.MICROSECONDS);
    }

    /** Growth goes on after a step that could not be stored, for example on a full disk. */
    private void grow(ServedTenant tenant, long records) {
        try {
            tenant.grow(records);
        } catch (UncheckedIOException e) {
            command.commandLine().getErr().println("The tenant cannot grow: " + e.getCause());
        }
    }

    private void takePlans(ServedTenant tenant) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            try {
                out().println("Faults of calls from now on: " + tenant.inject(line.strip()));
            } catch (IllegalArgumentException e) {
                out().println("Nothing is changed: " + e.getMessage());
            }
        }
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** For {@code --version}. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = SimulatorMain.class.getPackage().getImplementationVersion();
            return new String[] {"simulator " + (version == null ? "(not packaged)" : version)};
        }
    }
}
