package org.wecomarchive.sinkiceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.provisioning.AclCatalog;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.sinkiceberg.catalog.PostgresServer;
import org.wecomarchive.sinkiceberg.cold.Chats;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.write.RowKey;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.registry.ScriptedRegistry;
import org.wecomarchive.testkit.shared.SharedServers;

@ExtendWith(SharedServers.class)
@Timeout(600)
final class IcebergSinkIT {

    @TempDir
    static Path directory;

    private static SecuredKafka kafka;
    private static RegistryServer registry;

    private SinkFixture fixture;

    @BeforeAll
    static void useServers(SecuredKafka cluster, RegistryServer server) {
        kafka = cluster;
        registry = server;
    }

    @BeforeEach
    void setUp(TestInfo test) throws Exception {
        fixture = new SinkFixture(
                test.getTestMethod().orElseThrow().getName(),
                kafka.cluster().bootstrapServers(),
                registry.url(),
                directory);
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @Test
    void storesEveryCommittedEventOnceWithSeveralTasks() throws Exception {
        fixture.publish(Delivery.LIVE, events(1, 1500));
        fixture.publishInVain(events(5000, 5100));
        ConnectWorker worker = fixture.startWorker();

        worker.putConnector(fixture.connector(), fixture.config());
        fixture.awaitRows(1500);
        fixture.publish(Delivery.LIVE, events(1501, 2000));
        List<RowKey> rows = fixture.awaitRows(2000);

        assertThat(rows).isEqualTo(keys(1, 2000));
        worker.rest().awaitRunning(fixture.connector(), Duration.ofMinutes(2));
    }

    @Test
    void replaysAndReleasesLeaveOneRowEachAlsoAfterPartitionsWereAdded() throws Exception {
        fixture.publish(Delivery.LIVE, events(1, 500));
        ConnectWorker worker = fixture.startWorker();
        worker.putConnector(fixture.connector(), fixture.config());
        fixture.awaitRows(500);

        fixture.addPartitions(9);
        fixture.publish(Delivery.REPLAYED, edited(200, 400));
        fixture.publish(Delivery.REPLAYED, edited(200, 400));
        fixture.publish(Delivery.RELEASED, events(501, 510));
        fixture.publish(Delivery.LIVE, events(511, 600));
        await().atMost(Duration.ofMinutes(2))
                .until(() -> fixture.edited() == 201 && fixture.awaitRows(600).size() == 600);

        assertThat(fixture.awaitRows(600)).isEqualTo(keys(1, 600));
    }

    @Test
    void storesEachEventOnceAlthoughTheCatalogsDatabaseIsKilled() throws Exception {
        try (PostgresServer postgres = PostgresServer.start(directory.resolve("postgres"));
                SinkFixture lake = new SinkFixture(
                        "lake",
                        kafka.cluster().bootstrapServers(),
                        registry.url(),
                        directory,
                        postgres.catalogIn("lake"))) {
            lake.publish(Delivery.LIVE, events(1, 500));
            lake.startWorker().putConnector(lake.connector(), lake.config());
            lake.awaitRows(1);

            postgres.crashAndStartAgain();
            lake.publish(Delivery.LIVE, events(501, 1000));
            List<RowKey> rows = lake.awaitRows(1000);

            assertThat(rows).isEqualTo(keys(1, 1000));
        }
    }

    @Test
    void offsetsThatAnOperatorResetsChangeNothing() throws Exception {
        fixture.publish(Delivery.LIVE, events(1, 300));
        ConnectWorker worker = fixture.startWorker();
        worker.putConnector(fixture.connector(), fixture.config());
        fixture.awaitRows(300);
        fixture.stop(worker, fixture.connector());

        worker.rest().resetOffsets(fixture.connector());
        worker.rest().resume(fixture.connector());
        fixture.publish(Delivery.LIVE, events(301, 320));
        List<RowKey> rows = fixture.awaitRows(320);

        assertThat(rows).isEqualTo(keys(1, 320));
    }

    @Test
    void storesAgainWhatARestoredCatalogDoesNotKnow() throws Exception {
        ConnectWorker worker = restoreCatalogOf300RowsWhereThereAre400();

        List<RowKey> restored = fixture.store().keys(ArchiveTable.EVENTS);
        worker.rest().resume(fixture.connector());
        List<RowKey> rows = fixture.awaitRows(400);

        assertThat(restored).isEqualTo(keys(1, 300));
        assertThat(rows).isEqualTo(keys(1, 400));
    }

    /** What the runbook does where Kafka no longer has all that the backup lacks. */
    @Test
    void hasItsRowsAgainOnceARestoredCatalogNamesTheLatestMetadata() throws Exception {
        ConnectWorker worker = restoreCatalogOf300RowsWhereThereAre400();

        inCatalog("UPDATE iceberg_tables SET metadata_location = '" + lastCommittedMetadata()
                + "' WHERE table_namespace = 'wecom_archive' AND table_name = 'events'");
        List<RowKey> restored = fixture.store().keys(ArchiveTable.EVENTS);
        worker.rest().resume(fixture.connector());
        fixture.publish(Delivery.LIVE, events(401, 420));
        List<RowKey> rows = fixture.awaitRows(420);

        assertThat(restored).containsAll(keys(1, 350));
        assertThat(rows).isEqualTo(keys(1, 420));
    }

    @Test
    void goesOnAfterRetentionHasEmptiedPartitionsThatWereIdle() throws Exception {
        fixture.publish(Delivery.LIVE, events(1, 300));
        fixture.publishInVain(events(5000, 5100));
        ConnectWorker worker = fixture.startWorker();
        worker.putConnector(fixture.connector(), fixture.config());
        fixture.awaitRows(300);
        fixture.stop(worker, fixture.connector());
        worker.rest().resume(fixture.connector());
        fixture.awaitPositionsAtTheEnd();
        fixture.stop(worker, fixture.connector());

        fixture.emptyTopic();
        worker.rest().resume(fixture.connector());
        fixture.publish(Delivery.LIVE, events(301, 320));
        List<RowKey> rows = fixture.awaitRows(320);

        assertThat(rows).isEqualTo(keys(1, 320));
        worker.rest().awaitRunning(fixture.connector(), Duration.ofMinutes(2));
    }

    @Test
    void aWorkerThatGoesAwayLeavesItsRecordsToTheOther() throws Exception {
        ConnectWorker first = fixture.startWorker();
        ConnectWorker second = fixture.startWorker();
        first.putConnector(fixture.connector(), fixture.config());
        fixture.publish(Delivery.LIVE, events(1, 800));
        fixture.awaitRows(100);

        second.stopHard();
        fixture.publish(Delivery.LIVE, events(801, 1000));
        List<RowKey> rows = fixture.awaitRows(1000);

        assertThat(rows).isEqualTo(keys(1, 1000));
    }

    @Test
    void storesRawRecordsWithTheRightsOfItsRole() throws Exception {
        fixture.createTopic(fixture.rawTopic(), 4);
        List<RawRecord> records = LongStream.rangeClosed(1, 500)
                .mapToObj(seq -> Chats.raw("ww1", seq, Chats.NOON.plusMillis(seq)))
                .toList();
        fixture.publishRaw(records.subList(0, 400));
        Map<String, String> config = fixture.rawConfig();
        SinkFixture.logIn(config, userWith("sink-iceberg-raw"));

        fixture.startWorker().putConnector(fixture.connector(), config);
        fixture.awaitRows(ArchiveTable.RAW, 400);
        fixture.publishRaw(records.subList(300, 500));
        List<RowKey> rows = fixture.awaitRows(ArchiveTable.RAW, 500);

        assertThat(rows).isEqualTo(keys(1, 500));
        assertThat(fixture.store().rows(ArchiveTable.RAW))
                .allMatch(row -> row.getField("encrypted_payload").equals("cGF5bG9hZA=="));
    }

    @Test
    void putsAsideOnceWhatIsNoRecordAndStoresTheRestWithTheRightsOfItsRoles() throws Exception {
        byte[] garbage = "not an event, and secret".getBytes(StandardCharsets.UTF_8);
        fixture.createTopic(fixture.deadLetters(), 1);
        RecordMetadata first = fixture.publish(garbage);
        Map<String, String> config = fixture.config();
        SinkFixture.logIn(config, userWith("sink-iceberg-events", "sink-dead-letters"));
        fixture.putAside(config);
        ConnectWorker worker = fixture.startWorker();
        worker.putConnector(fixture.connector(), config);
        await().atMost(2, TimeUnit.MINUTES).until(() -> fixture.committed(first.partition()) > first.offset());

        fixture.stop(worker, fixture.connector());
        fixture.publish(Delivery.LIVE, events(1, 300));
        fixture.publish(garbage);
        fixture.publish(Delivery.LIVE, events(301, 400));
        worker.rest().resume(fixture.connector());
        List<RowKey> rows = fixture.awaitRows(400);

        assertThat(rows).isEqualTo(keys(1, 400));
        assertThat(fixture.letters())
                .hasSize(2)
                .allSatisfy(letter -> assertThat(letter.value()).isEqualTo(garbage))
                .allSatisfy(letter -> assertThat(letter.headers())
                        .allSatisfy(header -> assertThat(new String(header.value(), StandardCharsets.UTF_8))
                                .doesNotContain("secret")));
    }

    @Test
    void putsNothingAsideWhileTheRegistryHasLostTheSchemasAndStoresAllOnceItHasThemAgain() throws Exception {
        try (ScriptedRegistry forgetful = ScriptedRegistry.inFrontOf(registry.url())) {
            forgetful.forgetIds(true);
            fixture.createTopic(fixture.deadLetters(), 1);
            fixture.publish(Delivery.LIVE, events(1, 300));
            Map<String, String> config = fixture.config();
            config.put("tasks.max", "1");
            config.put("schema.registry.url", forgetful.url());
            config.put("operator.probe.ms", "1000");
            fixture.putAside(config);
            ConnectWorker worker = fixture.startWorker();
            worker.putConnector(fixture.connector(), config);

            await().atMost(90, TimeUnit.SECONDS).until(() -> forgetful.notFound() >= 3);
            boolean running = worker.status(fixture.connector()).running();
            List<RowKey> meanwhile = fixture.store().keys(ArchiveTable.EVENTS);
            forgetful.forgetIds(false);
            List<RowKey> rows = fixture.awaitRows(300);

            assertThat(running).isTrue();
            assertThat(meanwhile).isEmpty();
            assertThat(rows).isEqualTo(keys(1, 300));
            assertThat(fixture.letters()).isEmpty();
        }
    }

    @Test
    void stopsAtATopicOfOtherRecordsAndAdvisesToCorrectTheSetting() throws Exception {
        fixture.createTopic(fixture.deadLetters(), 1);
        assertThat(fixture.publish(fixture.bytes(Chats.raw("ww1", 1, Chats.NOON)))
                        .hasOffset())
                .isTrue();
        Map<String, String> config = fixture.config();
        config.put("tasks.max", "1");
        fixture.putAside(config);
        ConnectWorker worker = fixture.startWorker();

        worker.putConnector(fixture.connector(), config);

        await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        worker.status(fixture.connector()).tasks())
                .singleElement()
                .satisfies(task -> assertThat(task.trace())
                        .contains("FatalSinkException")
                        .contains("the topic " + fixture.topic() + " holds RawRecord, this connector wants ChatEvent")
                        .doesNotContain("errors.deadletterqueue")));
        assertThat(fixture.letters()).isEmpty();
    }

    @Test
    void stopsAtWhatIsNoRecordWhenNobodyKeepsItAndSaysWhereItIs() throws Exception {
        RecordMetadata garbage = fixture.publish("not an event, and secret".getBytes(StandardCharsets.UTF_8));
        Map<String, String> config = fixture.config();
        config.put("tasks.max", "1");
        ConnectWorker worker = fixture.startWorker();

        worker.putConnector(fixture.connector(), config);

        await().atMost(2, TimeUnit.MINUTES).untilAsserted(() -> assertThat(
                        worker.status(fixture.connector()).tasks())
                .singleElement()
                .satisfies(task -> assertThat(task.trace())
                        .contains("FatalSinkException", "errors.deadletterqueue.topic.name")
                        .contains(fixture.topic() + "-" + garbage.partition() + "@" + garbage.offset())
                        .doesNotContain("secret")));
        assertThat(fixture.committed(garbage.partition())).isZero();
    }

    /** Settings of the clients of a user of this test's that has these roles. */
    private Map<String, String> userWith(String... roles) throws Exception {
        String user = "cold-user-" + fixture.connector();
        AclCatalog acls = AclCatalog.load(Path.of("../deploy/acls.yaml"));
        Map<String, String> names = Map.of(
                "prefix", fixture.prefix(),
                "connector", fixture.connector(),
                "errors.deadletterqueue.topic.name", fixture.deadLetters());
        for (String role : roles) {
            kafka.grant(acls.bindings(role, "User:" + user, names));
        }
        return kafka.userWithPassword(user);
    }

    private ConnectWorker restoreCatalogOf300RowsWhereThereAre400() throws Exception {
        fixture.publish(Delivery.LIVE, events(1, 300));
        ConnectWorker worker = fixture.startWorker();
        worker.putConnector(fixture.connector(), fixture.config());
        fixture.awaitRows(300);
        Path backup = directory.resolve(fixture.connector() + "-catalog.db");
        inCatalog("VACUUM INTO '" + backup + "'");
        fixture.publish(Delivery.LIVE, events(301, 350));
        fixture.awaitRows(350);
        fixture.publish(Delivery.LIVE, events(351, 400));
        fixture.awaitRows(400);
        fixture.stop(worker, fixture.connector());
        inCatalog(
                "ATTACH '" + backup + "' AS saved",
                "DELETE FROM iceberg_tables",
                "INSERT INTO iceberg_tables SELECT * FROM saved.iceberg_tables");
        return worker;
    }

    /** The one before the newest file, which may be that of an attempt that lost. */
    private String lastCommittedMetadata() throws IOException {
        try (Stream<Path> files = Files.walk(warehouse())) {
            Path newest = files.filter(file -> file.toString().endsWith(".metadata.json"))
                    .max(Comparator.comparing(file -> file.getFileName().toString()))
                    .orElseThrow();
            JsonNode log = new ObjectMapper().readTree(newest.toFile()).get("metadata-log");
            return log.get(log.size() - 1).get("metadata-file").asText();
        }
    }

    private Path warehouse() {
        return Path.of(fixture.config().get("catalog.warehouse"));
    }

    /** Runs statements in the database of the fixture's catalog. */
    private void inCatalog(String... statements) throws SQLException {
        try (Connection database =
                        DriverManager.getConnection("jdbc:sqlite:" + warehouse().resolve("catalog.db"));
                Statement statement = database.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    private static List<ChatEvent> edited(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(seq -> Chats.event("ww1", seq, Chats.NOON.plusMillis(seq), SinkFixture.EDITED))
                .toList();
    }

    private static List<ChatEvent> events(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(seq -> Chats.event("ww1", seq))
                .toList();
    }

    private static List<RowKey> keys(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(seq -> new RowKey("ww1", seq))
                .toList();
    }
}
