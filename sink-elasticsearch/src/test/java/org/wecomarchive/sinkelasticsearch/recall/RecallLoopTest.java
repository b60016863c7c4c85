package org.wecomarchive.sinkelasticsearch.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.MockTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Change;
import org.wecomarchive.recovery.Change.Phase;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException.Kind;
import org.wecomarchive.sinkelasticsearch.fixtures.ScriptedRecalls;
import org.wecomarchive.sinkelasticsearch.install.IndexCatalog;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;
import org.wecomarchive.sinkelasticsearch.layout.IndexTemplate;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;
import org.wecomarchive.testkit.connect.RecordedMetrics;

@Timeout(60)
final class RecallLoopTest {

    private static final Duration INTERVAL = Duration.ofMillis(1);

    private final RecordedMetrics figures = new RecordedMetrics();
    private final MockTime time = new MockTime();
    private final List<Change> changes = new CopyOnWriteArrayList<>();
    private final Recoveries recoveries = new Recoveries(time, changes::add);
    private final List<Double> states = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    @Test
    void saysThatItWorksAgainAndReportsASecondOutage() throws Exception {
        ScriptedRecalls cluster = new ScriptedRecalls()
                .fails(Kind.OPERATOR, "security_exception")
                .succeeds()
                .fails(Kind.OPERATOR, "security_exception")
                .succeeds();

        run(cluster, Duration.ZERO);

        assertThat(states).containsExactly(3.0, 1.0, 3.0, 1.0);
        assertThat(changes).extracting(Change::phase).containsExactly(Phase.BEGAN, Phase.OVER, Phase.BEGAN, Phase.OVER);
    }

    @Test
    void reportsAgainEveryTenMinutesWhatLasts() throws Exception {
        ScriptedRecalls cluster = new ScriptedRecalls();
        for (int i = 0; i < 4; i++) {
            cluster.fails(Kind.TRANSIENT, "ConnectException");
        }

        run(cluster.succeeds(), Duration.ofMinutes(6));

        assertThat(states).containsExactly(2.0, 2.0, 2.0, 2.0, 1.0);
        assertThat(changes).extracting(Change::phase).containsExactly(Phase.BEGAN, Phase.LASTS, Phase.OVER);
    }

    @Test
    void stopsAtARequestThatIsWrong() {
        ScriptedRecalls cluster = new ScriptedRecalls().fails(Kind.FATAL, "illegal_argument_exception");

        try (RecallLoop loop = loop(cluster, Duration.ZERO)) {
            loop.start();

            await().atMost(20, TimeUnit.SECONDS).until(() -> loop.failure().isPresent());
            assertThat(loop.failure().orElseThrow()).hasMessageContaining("illegal_argument_exception");
        }
        assertThat(changes).isEmpty();
    }

    /** Runs the loop through the script; every pause takes this long. */
    private void run(ScriptedRecalls cluster, Duration pause) throws InterruptedException {
        try (RecallLoop loop = loop(cluster, pause)) {
            loop.start();
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(loop.failure()).isEmpty();
        }
    }

    private RecallLoop loop(ScriptedRecalls cluster, Duration pause) {
        SinkMetrics metrics = new SinkMetrics(figures, Clock.systemUTC(), recoveries);
        IndexNames names = new IndexNames("wecom-archive");
        IndexCatalog catalog = new IndexCatalog(cluster, new IndexTemplate(names, "cjk", 1, 1), metrics);
        Reconciler reconciler =
                new Reconciler(cluster, catalog, names, Clock.systemUTC(), Duration.ofHours(1), metrics);
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
        return new RecallLoop(
                reconciler, catalog, recoveries.open("recalls", backoff, backoff.cap()), INTERVAL, asked -> {
                    states.add(figures.value("wecom_search_state"));
                    time.sleep(pause.toMillis());
                    if (cluster.isDone()) {
                        ended.countDown();
                        throw new InterruptedException();
                    }
                });
    }
}
