package org.wecomarchive.sinkelasticsearch.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.MockTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Change;
import org.wecomarchive.recovery.Change.Phase;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.sinkelasticsearch.cluster.ClusterSettings;
import org.wecomarchive.sinkelasticsearch.cluster.ElasticsearchCluster;
import org.wecomarchive.sinkelasticsearch.cluster.IndexCatalog;
import org.wecomarchive.sinkelasticsearch.failure.BackgroundWork;
import org.wecomarchive.sinkelasticsearch.failure.FatalSinkException;
import org.wecomarchive.sinkelasticsearch.fixtures.ScriptedElasticsearch;
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

    private ScriptedElasticsearch server;

    @BeforeEach
    void start() throws IOException {
        server = ScriptedElasticsearch.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void saysThatItWorksAgainAndReportsASecondOutage() throws Exception {
        for (int outage = 0; outage < 2; outage++) {
            server.refuseLook(403, "security_exception").findNoRecall();
        }

        run(Duration.ZERO);

        assertThat(states).containsExactly(3.0, 1.0, 3.0, 1.0);
        assertThat(changes).extracting(Change::phase).containsExactly(Phase.BEGAN, Phase.OVER, Phase.BEGAN, Phase.OVER);
    }

    @Test
    void reportsAgainEveryTenMinutesWhatLasts() throws Exception {
        for (int i = 0; i < 4; i++) {
            server.refuseLook(503, "cluster_manager_not_discovered_exception");
        }
        server.findNoRecall();

        run(Duration.ofMinutes(6));

        assertThat(states).containsExactly(2.0, 2.0, 2.0, 2.0, 1.0);
        assertThat(changes).extracting(Change::phase).containsExactly(Phase.BEGAN, Phase.LASTS, Phase.OVER);
    }

    @Test
    void stopsAtARequestThatIsWrong() {
        server.refuseLook(400, "illegal_argument_exception");

        try (ElasticsearchCluster cluster = cluster();
                BackgroundWork background = new BackgroundWork("recalls", 1)) {
            background.start(loop(cluster, Duration.ZERO));

            await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThatThrownBy(background::requireRunning)
                    .isInstanceOf(FatalSinkException.class)
                    .hasMessageContaining("illegal_argument_exception"));
        }
        assertThat(changes).isEmpty();
    }

    /** Runs the loop through the script; every pause takes this long. */
    private void run(Duration pause) throws InterruptedException {
        try (ElasticsearchCluster cluster = cluster();
                BackgroundWork background = new BackgroundWork("recalls", 1)) {
            background.start(loop(cluster, pause));
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            background.requireRunning();
        }
    }

    private ElasticsearchCluster cluster() {
        return ElasticsearchCluster.of(new ClusterSettings(
                List.of(URI.create(server.url())),
                Optional.empty(),
                Optional.empty(),
                new ClusterSettings.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5))));
    }

    private RecallLoop loop(ElasticsearchCluster cluster, Duration pause) {
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
                    if (server.hasAnsweredLooks()) {
                        ended.countDown();
                        throw new InterruptedException();
                    }
                });
    }
}
