package org.wecomarchive.sinkelasticsearch.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.MockTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Change;
import org.wecomarchive.recovery.Change.Phase;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.sinkelasticsearch.cluster.ClusterSettings;
import org.wecomarchive.sinkelasticsearch.cluster.ElasticsearchCluster;
import org.wecomarchive.sinkelasticsearch.cluster.IndexCatalog;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite.Action;
import org.wecomarchive.sinkelasticsearch.failure.FatalSinkException;
import org.wecomarchive.sinkelasticsearch.fixtures.ScriptedElasticsearch;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;
import org.wecomarchive.sinkelasticsearch.layout.IndexTemplate;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;
import org.wecomarchive.testkit.connect.RecordedMetrics;
import org.wecomarchive.testkit.tls.KeyStoreFile;
import org.wecomarchive.testkit.tls.TestAuthority;

@Timeout(60)
final class BulkWriterTest {

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final List<String> rejected = new CopyOnWriteArrayList<>();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final RecordedMetrics figures = new RecordedMetrics();
    private final MockTime time = new MockTime();
    private final List<Change> changes = new CopyOnWriteArrayList<>();
    private final Recoveries recoveries = new Recoveries(time, changes::add);

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void sendsOnlyTheFailedItemsAgain() throws Exception {
        ScriptedElasticsearch server = server().items("create", "es_rejected_execution_exception", 201, 429, 503);

        submit(writer(server, 1000), "a", "b", "c");

        awaitWritten("a", "b", "c");
        assertThat(server.bulks()).containsExactly(List.of("a", "b", "c"), List.of("b", "c"));
        assertThat(figures.value("wecom_search_retries_total")).isEqualTo(2);
        assertThat(figures.value("wecom_search_in_flight_documents")).isZero();
        assertThat(figures.value("wecom_search_in_flight_bytes")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "429, es_rejected_execution_exception, 2",
        "503, cluster_manager_not_discovered_exception, 2",
        "408, timeout, 2",
        "403, cluster_block_exception, 2",
        "401, security_exception, 3",
        "403, security_exception, 3"
    })
    void waitsForAsLongAsTheWholeRequestIsRefused(int status, String type, int state) throws Exception {
        ScriptedElasticsearch server = server();
        for (int i = 0; i < 5; i++) {
            server.refuse(status, type);
        }
        List<Double> states = new CopyOnWriteArrayList<>();

        submit(writer(server, 1000, pause -> states.add(figures.value("wecom_search_state"))), "a", "b");

        awaitWritten("a", "b");
        assertThat(server.bulks()).hasSize(6);
        assertThat(states).hasSize(5).containsOnly((double) state);
        assertThat(figures.value("wecom_search_state")).isEqualTo(1);
    }

    @Test
    void waitsForAPersonWhereTheLimitOfShardsIsReached() throws Exception {
        ScriptedElasticsearch server = server();
        for (int i = 0; i < 3; i++) {
            server.refuseIndex(400, "validation_exception");
        }
        List<Double> states = new CopyOnWriteArrayList<>();

        submit(writer(server, 1000, pause -> states.add(figures.value("wecom_search_state"))), "a");

        awaitWritten("a");
        assertThat(states).hasSize(3).containsOnly(3.0);
        assertThat(changes).first().satisfies(change -> assertThat(
                        change.failure().sentence())
                .contains(server.url(), "cluster.max_shards_per_node"));
    }

    @Test
    void reportsOneIndexThatIsBlockedOnceWhileOtherBulksSucceed() throws Exception {
        ScriptedElasticsearch server = server().items("create", "cluster_block_exception", 403);
        CountDownLatch blocked = new CountDownLatch(1);
        BulkWriter writer = writer(server, 1000, pause -> {
            pauses.add(pause);
            blocked.await();
        });
        submit(writer, "a");
        await().atMost(20, TimeUnit.SECONDS).until(() -> !pauses.isEmpty());
        submit(writer, "b");
        await().atMost(20, TimeUnit.SECONDS).until(() -> writtenAndCounted("b"));

        double stateMeanwhile = figures.value("wecom_search_state");
        List<Change> meanwhile = List.copyOf(changes);
        blocked.countDown();
        awaitWritten("a", "b");

        assertThat(stateMeanwhile).isEqualTo(2);
        assertThat(meanwhile).extracting(Change::phase).containsExactly(Phase.BEGAN);
        assertThat(changes).extracting(Change::phase).containsExactly(Phase.BEGAN, Phase.OVER);
        assertThat(figures.value("wecom_search_state")).isEqualTo(1);
    }

    @Test
    void reportsAgainEveryTenMinutesWhatLasts() throws Exception {
        ScriptedElasticsearch server = server();
        for (int i = 0; i < 4; i++) {
            server.refuse(401, "security_exception");
        }

        submit(writer(server, 1000, pause -> time.sleep(Duration.ofMinutes(6).toMillis())), "a");

        awaitWritten("a");
        assertThat(changes).extracting(Change::phase).containsExactly(Phase.BEGAN, Phase.LASTS, Phase.OVER);
    }

    @Test
    void isOverTroubleWhenTheLastWriteIsRejected() throws Exception {
        ScriptedElasticsearch server = server().refuse(503, "timeout").refuse(413, "content_too_large");

        submit(writer(server, 1000), "a");

        await().atMost(20, TimeUnit.SECONDS).until(() -> changes.size() == 2);
        assertThat(rejected).containsExactly("a content_too_large");
        assertThat(changes).extracting(Change::phase).containsExactly(Phase.BEGAN, Phase.OVER);
    }

    @Test
    void survivesAConnectionThatIsLost() throws Exception {
        ScriptedElasticsearch server = server().hangUp().hangUp();

        submit(writer(server, 1000), "a");

        awaitWritten("a");
    }

    @Test
    void takesAnExistingDocumentForWritten() throws Exception {
        submit(writer(server().items("create", "version_conflict_engine_exception", 409), 1000), "a");

        awaitWritten("a");
    }

    @Test
    void repeatsAnUpdateThatMetAnother() throws Exception {
        ScriptedElasticsearch server = server().items("update", "version_conflict_engine_exception", 409);

        submit(writer(server, 1000), Action.UPDATE, "a");

        awaitWritten("a");
        assertThat(server.bulks()).hasSize(2);
    }

    @Test
    void dividesWhatIsTooLargeAndRejectsTheOneThatIsTooLargeAlone() throws Exception {
        ScriptedElasticsearch server = server();
        // Four, two, one: only the first of them is too large for any request.
        server.refuse(413, "content_too_large").refuse(413, "content_too_large").refuse(413, "content_too_large");

        submit(writer(server, 1000), "a", "b", "c", "d");

        await().atMost(20, TimeUnit.SECONDS).until(() -> written.size() + rejected.size() == 4);
        assertThat(server.bulks())
                .startsWith(List.of("a", "b", "c", "d"), List.of("a", "b"), List.of("a"))
                .hasSize(6);
        assertThat(rejected).containsExactly("a content_too_large");
        assertThat(written).containsExactly("b", "c", "d");
    }

    @Test
    void rejectsADocumentByTypeAlone() throws Exception {
        ScriptedElasticsearch server = server().items("create", "mapper_parsing_exception", 400, 201);

        submit(writer(server, 1000), "a", "b");

        awaitWritten("b");
        assertThat(rejected).containsExactly("a mapper_parsing_exception");
    }

    @Test
    void stopsAtARequestThatIsWrong() throws Exception {
        BulkWriter writer = writer(server().refuse(400, "illegal_argument_exception"), 1000);

        submit(writer, "a");

        await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> assertThatThrownBy(writer::requireRunning)
                .isInstanceOf(FatalSinkException.class)
                .hasMessageContaining("illegal_argument_exception")
                .hasMessageNotContaining("secret")
                .hasNoCause());
        assertThat(written).isEmpty();
        assertThat(writer.inFlightBytes()).isPositive();
    }

    @Test
    void fillsRequestsUpToTheirLimits() throws Exception {
        ScriptedElasticsearch server = server();

        submit(writer(server, 2), "a", "b", "c");

        awaitWritten("a", "b", "c");
        assertThat(server.bulks()).containsExactlyInAnyOrder(List.of("a", "b"), List.of("c"));
    }

    @ParameterizedTest
    @CsvSource({"Basic dXNlcjpwYXNz", "ApiKey a2V5"})
    void saysWhoItIsOverTls(String authorization) throws Exception {
        TestAuthority authority = TestAuthority.create("search", Clock.systemUTC());
        ScriptedElasticsearch server = opened(ScriptedElasticsearch.startWithTls(
                authority.issue(directory.resolve("server.p12"), "server").file(), KeyStoreFile.PASSWORD));
        Path pem = pem(authority);

        submit(writer(settings(server, Optional.of(authorization), Optional.of(pem)), 1000, pauses::add), "a");

        awaitWritten("a");
        assertThat(server.authorizations()).containsOnly(authorization);
    }

    @Test
    void sendsNothingToAServerThatItDoesNotTrust() throws Exception {
        TestAuthority authority = TestAuthority.create("search", Clock.systemUTC());
        TestAuthority another = TestAuthority.create("another", Clock.systemUTC());
        ScriptedElasticsearch server = opened(ScriptedElasticsearch.startWithTls(
                another.issue(directory.resolve("server.p12"), "server").file(), KeyStoreFile.PASSWORD));
        Path pem = pem(authority);

        submit(writer(settings(server, Optional.of("Basic secret"), Optional.of(pem)), 1000, pauses::add), "a");

        await().atMost(10, TimeUnit.SECONDS).until(() -> figures.value("wecom_search_state") == 3);
        assertThat(server.authorizations()).isEmpty();
    }

    private ScriptedElasticsearch server() throws IOException {
        return opened(ScriptedElasticsearch.start());
    }

    private BulkWriter writer(ScriptedElasticsearch server, int documents) {
        return writer(server, documents, pauses::add);
    }

    private BulkWriter writer(ScriptedElasticsearch server, int documents, PauseWatch watch) {
        return writer(settings(server, Optional.empty(), Optional.empty()), documents, watch);
    }

    private interface PauseWatch {
        void paused(Duration pause) throws InterruptedException;
    }

    private BulkWriter writer(ClusterSettings settings, int documents, PauseWatch watch) {
        SinkMetrics metrics = new SinkMetrics(figures, Clock.systemUTC(), recoveries);
        ElasticsearchCluster cluster = opened(ElasticsearchCluster.of(settings));
        IndexCatalog catalog =
                new IndexCatalog(cluster, new IndexTemplate(new IndexNames("wecom-archive"), "cjk", 1, 1), metrics);
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
        return opened(new BulkWriter(
                cluster,
                catalog,
                new BulkLimits(documents, 1 << 20, 2),
                () -> recoveries.open("elasticsearch", backoff, backoff.cap()),
                pause -> {
                    watch.paused(pause);
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                },
                metrics));
    }

    private static ClusterSettings settings(
            ScriptedElasticsearch server, Optional<String> authorization, Optional<Path> authority) {
        return new ClusterSettings(
                List.of(URI.create(server.url())),
                authorization,
                authority,
                new ClusterSettings.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5)));
    }

    private void submit(BulkWriter writer, String... ids) {
        submit(writer, Action.CREATE, ids);
    }

    private void submit(BulkWriter writer, Action action, String... ids) {
        List<PendingDocument> pending = new ArrayList<>();
        for (String id : ids) {
            pending.add(new PendingDocument(
                    new DocumentWrite(
                            action, "wecom-archive-2026-11", id, StandardCharsets.UTF_8.encode("{\"doc\":{}}")),
                    () -> written.add(id),
                    reasonType -> rejected.add(id + " " + reasonType)));
        }
        writer.submit(pending);
    }

    private boolean writtenAndCounted(String id) {
        return written.contains(id) && figures.value("wecom_search_in_flight_documents") == 1;
    }

    private void awaitWritten(String... ids) {
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(written).containsExactlyInAnyOrder(ids));
        await().atMost(5, TimeUnit.SECONDS).until(() -> figures.value("wecom_search_in_flight_documents") == 0);
    }

    private Path pem(TestAuthority authority) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStoreFile.TYPE);
        Path trust = authority.trust(directory.resolve("trust.p12")).file();
        try (InputStream file = Files.newInputStream(trust)) {
            store.load(file, KeyStoreFile.PASSWORD.toCharArray());
        }
        byte[] certificate = store.getCertificate(store.aliases().nextElement()).getEncoded();
        String text = "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate)
                + "\n-----END CERTIFICATE-----\n";
        return Files.writeString(directory.resolve("ca.pem"), text);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }
}
