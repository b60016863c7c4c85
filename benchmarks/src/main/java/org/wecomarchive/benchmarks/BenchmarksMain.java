package org.wecomarchive.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.wecomarchive.benchmarks.pipe.PipeBenchmark;

/**
 * Main of {@code bin/benchmark}.
 *
 * <p>Exit codes: 0 measured, 1 failed, 2 wrong arguments. System property {@code benchmarks.home}: the checkout.
 */
public final class BenchmarksMain {

    private static final Set<String> KNOWN = Set.of("rsa", "pipe", "pipeline");
    private static final String USAGE =
            """
            bin/benchmark [rsa] [pipe] [pipeline]        without a name: all

            rsa       RSA-2048 private operations of one thread: ours, openssl's and SunJCE's, by CPU time
            pipe      decryptions per core through the pipe to the library's process, and with the library in this one
            pipeline  records per second of one raw partition, with and without decryption ahead of the stream
            """;

    private BenchmarksMain() {}

    /** Runs and ends the JVM. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        List<String> names = List.of(arguments);
        if (!KNOWN.containsAll(names)) {
            out.print(USAGE);
            System.exit(2);
        }
        out.println(load());
        if (names.isEmpty() || names.contains("rsa")) {
            new RsaBenchmark(out).run();
        }
        if (names.isEmpty() || names.contains("pipe")) {
            new PipeBenchmark(out).run();
        }
        if (names.isEmpty() || names.contains("pipeline")) {
            new PipelineBenchmark(Path.of(System.getProperty("benchmarks.home")), out, System::nanoTime).run();
        }
        out.println(load());
        System.exit(0);
    }

    private static String load() {
        return String.format(
                Locale.ROOT,
                "%d processors, load average %.1f",
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
