package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C at any moment: the command ends, says nothing of a failure and leaves nothing of a temporary directory. */
@Timeout(1800)
class StopIT {

    private static final Pattern DIRECTORY = Pattern.compile("everything is in (.+)\\.\n");
    private static final int INTERRUPTED = 130;

    @TempDir
    Path temporary;

    private final List<QuickstartRun> runs = new ArrayList<>();

    @AfterEach
    void killRuns() throws InterruptedException {
        for (QuickstartRun run : runs) {
            run.kill();
        }
    }

    /** While the servers start, and within the summary; in mid-run below. */
    @ParameterizedTest
    @ValueSource(strings = {"Starting Kafka", "Of 2000 records"})
    void endsAndLeavesNothing(String moment) throws Exception {
        QuickstartRun run =
                remember(QuickstartRun.startTemporary(temporary.resolve("out"), "--records", "2000", "--exit"));
        run.awaitOutput(moment);
        Path directory = directory(run);
        List<ProcessHandle> processes = run.allProcesses();

        QuickstartRun.Ended ended = run.interrupt();

        System.out.println(
                "Ended after \"" + moment + "\" within " + ended.after().toMillis() + " ms.");
        assertThat(ended.exitCode()).isEqualTo(INTERRUPTED);
        assertThat(run.output())
                .endsWith("Stopping ...\n")
                .doesNotContain("failed", "Exception", "The log is", "stopped");
        assertThat(directory).doesNotExist();
        await().atMost(1, TimeUnit.MINUTES).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void goesOnWithADirectoryThatIsKept() throws Exception {
        Path dir = temporary.resolve("kept");
        QuickstartRun first =
                remember(QuickstartRun.startStaying(dir, temporary.resolve("first"), "--records", "2000", "--no-cold"));
        first.awaitMidRun(200_000);

        QuickstartRun.Ended ended = first.interrupt();
        JsonNode result = remember(QuickstartRun.start(dir, temporary.resolve("next"), "--records", "0", "--no-cold"))
                .result();

        assertThat(ended.exitCode()).isEqualTo(INTERRUPTED);
        assertThat(result.get("source").asLong()).isEqualTo(2000);
        assertThat(result.get("balanced").asBoolean()).isTrue();
    }

    private QuickstartRun remember(QuickstartRun run) {
        runs.add(run);
        return run;
    }

    private static Path directory(QuickstartRun run) {
        Matcher found = DIRECTORY.matcher(run.output());
        assertThat(found.find()).as(run.output()).isTrue();
        return Path.of(found.group(1));
    }
}
