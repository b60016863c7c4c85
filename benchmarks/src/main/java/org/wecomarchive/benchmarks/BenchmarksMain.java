package org.wecomarchive.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.wecomarchive.benchmarks.pipe.PipeBenchmark;
import org.wecomarchive.benchmarks.sizing.SizingBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Main of {@code bin/benchmark}.
 *
 * <p>Exit codes: 0 measured, 1 failed, 2 wrong arguments. System property {@code benchmarks.home}: the checkout.
 */
@Command(
        name = "bin/benchmark",
        mixinStandardHelpOptions = true,
        versionProvider = BenchmarksMain.Version.class,
        description = "Measures, and prints each figure as a ratio to a limit of the same run.")
public final class BenchmarksMain implements Callable<Integer> {

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = {
                "rsa: RSA-2048 private operations of one thread: ours, openssl's and SunJCE's, by CPU time;",
                "pipe: decryptions per core through the pipe to the library's process, and with the library in this one;",
                "pipeline: records per second of one raw partition, with and without prefetch;",
                "fail-over: seconds until another worker or decryptor goes on, and until new partitions are used;",
                "sizing: bytes and CPU seconds per record in every store and part, and what sites of some sizes need;",
                "default: all"
            })
    private Set<Benchmark> names = EnumSet.noneOf(Benchmark.class);

    /** What can be measured, in the order in which it is. */
    enum Benchmark {
        RSA,
        PIPE,
        PIPELINE,
        FAIL_OVER {
            @Override
            public String toString() {
                return "fail-over";
            }
        },
        SIZING
    }

    private BenchmarksMain() {}

    /** Runs and ends the JVM. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchmarksMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((wrong, words) -> {
                    wrong.getCommandLine().getErr().println(wrong.getMessage() + "; --help lists the names.");
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty("benchmarks.home"));
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        out.println(load());
        for (Benchmark one : names.isEmpty() ? EnumSet.allOf(Benchmark.class) : EnumSet.copyOf(names)) {
            switch (one) {
                case RSA -> new RsaBenchmark(out).run();
                case PIPE -> new PipeBenchmark(out).run();
                case PIPELINE -> new PipelineBenchmark(home, out, System::nanoTime).run();
                case FAIL_OVER -> new FailOverBenchmark(out).run();
                case SIZING -> new SizingBenchmark(home, SizingBenchmark.Plan.FULL, out, System::nanoTime).run();
            }
        }
        out.println(load());
        return CommandLine.ExitCode.OK;
    }

    private static String load() {
        return String.format(
                Locale.ROOT,
                "%d processors, load average %.1f",
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** For {@code --version}. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = BenchmarksMain.class.getPackage().getImplementationVersion();
            return new String[] {"bin/benchmark " + (version == null ? "(not packaged)" : version)};
        }
    }
}
