package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.quickstart.documents.AnalyticsPage;
import org.wecomarchive.quickstart.sql.ColdDatabase;
import org.wecomarchive.quickstart.sql.RecordedRows;

@Timeout(900)
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
        assertThatBothStoresFindTheSame(dir);
        assertThatTheQuestionsOfThePageHaveAnswers(dir);
    }

    /** Asked through the commands, after the run. */
    private static void assertThatBothStoresFindTheSame(Path dir) throws Exception {
        List<String> found = StoreCommand.SEARCH.ask(dir, "--most", "1", "三");
        List<String> counted = StoreCommand.SQL.ask(
                dir, "--csv", "SELECT count(DISTINCT msgid) AS messages FROM events WHERE contains(text, '三')");

        assertThat(counted).hasSize(2).startsWith("messages");
        assertThat(Long.parseLong(counted.get(1))).isPositive();
        assertThat(found.get(0)).isEqualTo(counted.get(1) + " messages");
        assertThat(found).hasSizeGreaterThan(1);
    }

    private static void assertThatTheQuestionsOfThePageHaveAnswers(Path dir) throws Exception {
        AnalyticsPage page = AnalyticsPage.read();
        assertThat(page.questions()).hasSizeGreaterThanOrEqualTo(10);
        try (ColdDatabase cold = ColdDatabase.open(dir.resolve("cold"), ZoneId.of("UTC"))) {
            for (AnalyticsPage.Question question : page.questions()) {
                RecordedRows rows = new RecordedRows();
                cold.query(question.sql(), rows);

                assertThat(rows.lines()).as(question.title()).hasSizeGreaterThan(1);
            }
        }
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
    void endsBalancedInTheRunAfterARewindThatWasKilled() throws Exception {
        Path dir = temporary.resolve("kept");
        QuickstartRun.start(dir, temporary.resolve("first.out"), "--records", "3000")
                .result();
        QuickstartRun rewound =
                QuickstartRun.startStaying(dir, temporary.resolve("rewound.out"), "--records", "0", "--rate", "0.01");
        String kafka = rewound.awaitOutput("Kafka at ");
        rewound.awaitOutput("New messages trickle in");
        List<ProcessHandle> processes = rewound.allProcesses();

        Rewind.by(2000, URI.create(rewound.awaitOutput("Connect at ")));
        await().atMost(60, TimeUnit.SECONDS).until(() -> Rewind.replayed(kafka) > 0);
        rewound.kill();

        await().atMost(30, TimeUnit.SECONDS).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        JsonNode result = QuickstartRun.start(dir, temporary.resolve("last.out"), "--records", "100")
                .result();
        assertBalanced(result, result.get("source").asLong());
        assertThat(result.get("source").asLong()).isGreaterThanOrEqualTo(3100);
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
        assertThat(result.get("coldRaw").asLong()).isEqualTo(source);
        assertThat(result.get("coldEvents").asLong())
                .isEqualTo(result.get("events").asLong());
        assertThat(result.get("searchDocuments").asLong())
                .isPositive()
                .isLessThanOrEqualTo(result.get("events").asLong());
        assertThat(result.get("duplicates").asLong()).isZero();
        assertThat(result.get("outOfOrder").asLong()).isZero();
        assertThat(result.get("seconds").asDouble()).isPositive();
        assertThat(result.get("recordsPerSecond").asLong()).isPositive();
    }
}
