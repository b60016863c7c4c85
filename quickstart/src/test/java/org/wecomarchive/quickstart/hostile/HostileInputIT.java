package org.wecomarchive.quickstart.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that nobody should send, spoiled at every layer, on the way from the page to the stores: each has one outcome, within a
 * small heap and in time that grows with its size. {@code -Dhostile.records} and {@code -Dhostile.seed} choose others.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS) // a million records; the process has a bound by their number
final class HostileInputIT {

    private static final long RECORDS = Long.getLong("hostile.records", 4_000);
    private static final long SEED = Long.getLong("hostile.seed", 20_260_731);
    private static final long LONG_RUN = 100_000;
    private static final long START_SECONDS = 900;
    private static final long RECORDS_A_SECOND = 50;

    @Test
    void givesEachRecordOneOutcomeInASmallHeap(@TempDir Path directory) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx400m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        // A short run spends more on the second compiler than it gets back.
                        "-XX:TieredStopAtLevel=" + (RECORDS < LONG_RUN ? 1 : 4),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileInputMain.class.getName(),
                        Long.toString(SEED),
                        Long.toString(RECORDS),
                        directory.resolve("keys").toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended;
        try {
            ended = process.waitFor(START_SECONDS + RECORDS / RECORDS_A_SECOND, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }

        String printed = Files.readString(output);
        assertThat(ended).as("ended in time: %s", printed).isTrue();
        assertThat(process.exitValue()).as("exit code with %s", printed).isZero();
        System.out.print(printed);
    }
}
