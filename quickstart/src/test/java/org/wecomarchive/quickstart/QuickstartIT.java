package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.quickstart.documents.AnalyticsPage;
import org.wecomarchive.quickstart.leaks.LeakWatch;
import org.wecomarchive.quickstart.sql.ColdDatabase;
import org.wecomarchive.quickstart.sql.RecordedRows;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;

/** The real command, again and again on one directory. */
@Timeout(1800)
class QuickstartIT {

    private static final long SOME_RAW_BYTES = 200_000;

    @TempDir
    Path temporary;

    private final List<QuickstartRun> runs = new ArrayList<>();

    /** Also what a failure left standing still. */
    @AfterEach
    void killRuns() throws InterruptedException {
        for (QuickstartRun run : runs) {
            run.kill();
        }
    }

    /** Each run finds what the one before it left. */
    @Test
    void balancesOverKillsAndARewindAndLeaksNothing() throws Exception {
        Path dir = kept();
        LeakWatch leaks = LeakWatch.begin(dir, Set.of("secret", "keys", "tenant/keys"));

        for (CommitMoment moment : CommitMoment.values()) {
            isKilledInsideACommit(
                    stay(moment.name(), "--records", "500", "--rate", "20", "--seed", "7"), moment, leaks);
        }
        QuickstartRun run = stay("rewound", "--records", "1000", "--rate", "0.01");
        balancesAlthoughTheLibrarysProcessesAreKilled(run);
        theQuestionsOfThePageHaveAnswers(dir);
        isKilledAmidTheReplaysOfARewind(run);
        JsonNode last = start("last", "--records", "100").result();

        assertBalanced(last);
        assertThat(last.get("source").asLong()).isGreaterThanOrEqualTo(2600);
        assertThat(last.get("deadLetters").asLong()).isPositive();
        bothStoresFindTheSame(dir);
        requireNoLeaks(leaks, dir);
    }

    @Test
    void saysInOneSentenceWhatIsWrong() throws Exception {
        QuickstartRun run = start("wrong", "--records", "many");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output())
                .isEqualTo(
                        "Invalid value for option '--records': 'many' is not a whole number; --help lists the options.\n");
    }

    /** A directory whose name needs UTF-8, which no locale of the commands says. */
    private Path kept() {
        return temporary.resolve("存档 kept");
    }

    private QuickstartRun start(String name, String... options) throws IOException {
        return remember(QuickstartRun.start(kept(), temporary.resolve(name + ".out"), options));
    }

    private QuickstartRun stay(String name, String... options) throws IOException {
        return remember(QuickstartRun.startStaying(kept(), temporary.resolve(name + ".out"), options));
    }

    private QuickstartRun remember(QuickstartRun run) {
        runs.add(run);
        return run;
    }

    private static void balancesAlthoughTheLibrarysProcessesAreKilled(QuickstartRun run) throws Exception {
        List<ProcessHandle> hosts = run.awaitMidRun(SOME_RAW_BYTES).libraryHosts();

        hosts.forEach(ProcessHandle::destroyForcibly);

        assertThat(hosts).isNotEmpty();
        run.awaitOutput("New messages trickle in");
        assertThat(run.output()).contains("the books balance", "Events by type: text", "room:");
    }

    /** Asked through the commands, after the run. */
    private static void bothStoresFindTheSame(Path dir) throws Exception {
        List<String> found = StoreCommand.SEARCH.ask(dir, "--most", "1", "三");
        List<String> counted = StoreCommand.SQL.ask(
                dir, "--csv", "SELECT count(DISTINCT msgid) AS messages FROM events WHERE contains(text, '三')");

        assertThat(counted).hasSize(2).startsWith("messages");
        assertThat(Long.parseLong(counted.get(1))).isPositive();
        assertThat(found.get(0)).isEqualTo(counted.get(1) + " messages");
        assertThat(found).hasSizeGreaterThan(1);
    }

    private static void theQuestionsOfThePageHaveAnswers(Path dir) throws Exception {
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

    private static void isKilledInsideACommit(QuickstartRun run, CommitMoment moment, LeakWatch leaks)
            throws Exception {
        run.awaitMidRun(SOME_RAW_BYTES);
        List<ProcessHandle> processes = run.allProcesses();
        for (ProcessHandle jvm : run.jvms()) {
            leaks.lookAtJvm(jvm);
        }

        run.killAt(moment);

        awaitEndOf(processes);
    }

    private static void isKilledAmidTheReplaysOfARewind(QuickstartRun run) throws Exception {
        Rewind.by(1000, URI.create(run.awaitOutput("Connect at ")));
        String kafka = run.awaitOutput("Kafka at ");
        await().atMost(2, TimeUnit.MINUTES)
                .pollInterval(500, TimeUnit.MILLISECONDS)
                .until(() -> Rewind.replayed(kafka) > 0);

        kill(run);
    }

    private static void kill(QuickstartRun run) throws InterruptedException {
        List<ProcessHandle> processes = run.allProcesses();
        run.kill();
        awaitEndOf(processes);
    }

    private static void awaitEndOf(List<ProcessHandle> processes) {
        await().atMost(2, TimeUnit.MINUTES).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** The topics are read from the directory's own brokers, started once more. */
    private void requireNoLeaks(LeakWatch leaks, Path dir) throws Exception {
        leaks.forbid(dir.resolve("secret"), dir.resolve("keys"));
        for (CommitMoment moment : CommitMoment.values()) {
            leaks.lookAtFile(temporary.resolve(moment.name() + ".out"));
        }
        leaks.lookAtFile(temporary.resolve("rewound.out"));
        leaks.lookAtFile(temporary.resolve("last.out"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"), 1)) {
            leaks.lookAtTopics(kafka.bootstrapServers());
        }
        leaks.finish();
    }

    private static void assertBalanced(JsonNode result) {
        long source = result.get("source").asLong();
        assertThat(result.get("balanced").asBoolean())
                .as("balanced: %s", result)
                .isTrue();
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
