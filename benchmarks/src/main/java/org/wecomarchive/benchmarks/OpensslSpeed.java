package org.wecomarchive.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs {@code openssl speed -mr rsa2048}, which counts per second of CPU time.
 *
 * <p><b>Shape.</b> The line {@code +F2:2:2048:3728.57:58433.33} has private and public operations a second at the end.
 */
final class OpensslSpeed {

    private static final long LONGEST_SECONDS = 120;
    private static final String LINE = "+F2:";
    private static final int FIELDS = 5;

    private OpensslSpeed() {}

    /** Private operations a second; empty without {@code openssl} on the PATH. */
    static OptionalDouble rsa2048(Duration time) throws IOException, InterruptedException {
        Optional<Path> program = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "openssl"))
                .filter(Files::isExecutable)
                .findFirst();
        return program.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(run(program.get(), time));
    }

    private static double run(Path program, Duration time) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        program.toString(), "speed", "-mr", "-seconds", Long.toString(time.toSeconds()), "rsa2048")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            List<String[]> results = lines.lines()
                    .filter(line -> line.startsWith(LINE))
                    .map(line -> line.split(":", -1))
                    .toList();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || results.isEmpty()) {
                throw new IOException("openssl speed gave no result");
            }
            String[] fields = results.get(0);
            if (fields.length < FIELDS) {
                throw new IOException("openssl speed answers in another form");
            }
            return Double.parseDouble(fields[3]);
        } finally {
            process.destroyForcibly();
        }
    }
}
