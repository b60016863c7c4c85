package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(400)
class QuickstartIT {

    private static final long SOME_RAW_BYTES = 200_000;

    @TempDir
    Path temporary;

    @Test
    void goesOnFromAKeptDirectoryAndLeaksNothing() throws Exception {
        Path dir = temporary.resolve("kept");
        Path first = temporary.resolve("first.out");
        Path second = temporary.resolve("second.out");

        JsonNode firstResult = QuickstartRun.start(dir, first, "--records", "1500", "--seed", "7")
                .result();
        JsonNode secondResult =
                QuickstartRun.start(dir, second, "--records", "300").result();

        assertBalanced(firstResult, 1500);
        assertThat(firstResult.get("deadLetters").asLong()).isPositive();
        assertBalanced(secondResult, 1800);
        assertThat(Files.readString(first)).contains("Events by type: text").contains("room:");
        assertThat(new Leaks(dir).in(first, second)).isEmpty();
        assertThat(new Leaks(dir).segmentsWithPlaintext()).isPositive();
    }

    @Test
    void endsBalancedWhenTheLibrarysProcessesAreKilled() throws Exception {
        Path dir = temporary.resolve("kept");
        QuickstartRun run = QuickstartRun.start(dir, temporary.resolve("out"), "--records", "6000")
                .awaitMidRun(SOME_RAW_BYTES);
        List<ProcessHandle> hosts = run.libraryHosts();
        Leaks leaks = new Leaks(dir);
        for (ProcessHandle process : run.allProcesses()) {
            assertThat(leaks.inProcess(process)).isFalse();
        }

        hosts.forEach(ProcessHandle::destroyForcibly);

        assertThat(hosts).isNotEmpty();
        assertBalanced(run.result(), 6000);
    }

    @Test
    void endsBalancedInTheRunAfterOneThatWasKilled() throws Exception {
        Path dir = temporary.resolve("kept");
        QuickstartRun killed = QuickstartRun.start(dir, temporary.resolve("killed.out"), "--records", "6000")
                .awaitMidRun(SOME_RAW_BYTES);
        List<ProcessHandle> processes = killed.allProcesses();

        killed.kill();

        await().atMost(30, TimeUnit.SECONDS).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        Path out = temporary.resolve("next.out");
        assertBalanced(QuickstartRun.start(dir, out, "--records", "100").result(), 6100);
        assertThat(new Leaks(dir).in(out, temporary.resolve("killed.out"))).isEmpty();
    }

    @Test
    void saysInOneSentenceWhatIsWrong() throws Exception {
        QuickstartRun run =
                QuickstartRun.start(temporary.resolve("kept"), temporary.resolve("out"), "--records", "many");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).isEqualTo("The option --records takes a whole number from 0 up, not many.\n");
    }

    private static void assertBalanced(JsonNode result, long source) {
        assertThat(result.get("balanced").asBoolean())
                .as("balanced: %s", result)
                .isTrue();
        assertThat(result.get("source").asLong()).isEqualTo(source);
        assertThat(result.get("raw").asLong()).isEqualTo(source);
        assertThat(result.get("events").asLong()
                        + result.get("parked").asLong()
                        + result.get("deadLetters").asLong())
                .isEqualTo(source);
        assertThat(result.get("duplicates").asLong()).isZero();
        assertThat(result.get("outOfOrder").asLong()).isZero();
        assertThat(result.get("seconds").asDouble()).isPositive();
        assertThat(result.get("recordsPerSecond").asLong()).isPositive();
    }
}
