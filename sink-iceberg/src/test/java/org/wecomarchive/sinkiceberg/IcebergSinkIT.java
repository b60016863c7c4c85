package org.wecomarchive.sinkiceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.sinkiceberg.catalog.PostgresServer;
import org.wecomarchive.sinkiceberg.cold.Chats;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.write.RowKey;
import org.wecomarchive.testkit.acls.AclCatalog;
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

    private SinkRig rig;

    @BeforeAll
    static void useServers(SecuredKafka cluster, RegistryServer server) {
        kafka = cluster;
        registry = server;
    }

    @BeforeEach
    void setUp(TestInfo test) throws Exception {
        rig = new SinkRig(
                test.getTestMethod().orElseThrow().getName(),
                kafka.cluster().bootstrapServers(),
                registry.url(),
                directory);
    }

    @AfterEach
    void tearDown() {
        rig.close();
    }

    @Test
    void storesEveryCommittedEventOnceWithSeveralTasks() throws Exception {
        rig.publish(Delivery.LIVE, events(1, 1500));
        rig.publishInVain(events(5000, 5100));
        ConnectWorker worker = rig.startWorker();

        worker.putConnector(rig.connector(), rig.config());
        rig.awaitRows(1500);
        rig.publish(Delivery.LIVE, events(1501, 2000));
        List<RowKey> rows = rig.awaitRows(2000);

        assertThat(rows).isEqualTo(keys(1, 2000));
        worker.rest().awaitRunning(rig.connector(), Duration.ofMinutes(2));
    }

    @Test
    void replaysAndReleasesLeaveOneRowEachAlsoAfterPartitionsWereAdded() throws Exception {
        rig.publish(Delivery.LIVE, events(1, 500));
        ConnectWorker worker = rig.startWorker();
        worker.putConnector(rig.connector(), rig.config());
        rig.awaitRows(500);

        rig.addPartitions(9);
        rig.publish(Delivery.REPLAYED, edited(200, 400));
        rig.publish(Delivery.REPLAYED, edited(200, 400));
        rig.publish(Delivery.RELEASED, events(501, 510));
        rig.publish(Delivery.LIVE, events(511, 600));
        await().atMost(Duration.ofMinutes(2))
                .until(() -> rig.edited() == 201 && rig.awaitRows(600).size() == 600);

        assertThat(rig.awaitRows(600)).isEqualTo(keys(1, 600));
    }

    @Test
    void storesEachEventOnceAlthoughTheCatalogsDatabaseIsKilled() throws Exception {
        try (PostgresServer postgres = PostgresServer.start(directory.resolve("postgres"));
                SinkRig lake = new SinkRig(
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
        rig.publish(Delivery.LIVE, events(1, 300));
        ConnectWorker worker = rig.startWorker();
        worker.putConnector(rig.connector(), rig.config());
        rig.awaitRows(300);
        rig.stop(worker, rig.connector());

        worker.rest().resetOffsets(rig.connector());
        worker.rest().resume(rig.connector());
        rig.publish(Delivery.LIVE, events(301, 320));
        List<RowKey> rows = rig.awaitRows(320);

        assertThat(rows).isEqualTo(keys(1, 320));
    }

    @Test
    void goesOnAfterRetentionHasEmptiedPartitionsThatWereIdle() throws Exception {
        rig.publish(Delivery.LIVE, events(1, 300));
        rig.publishInVain(events(5000, 5100));
        ConnectWorker worker = rig.startWorker();
        worker.putConnector(rig.connector(), rig.config());
        rig.awaitRows(300);
        rig.stop(worker, rig.connector());
        worker.rest().resume(rig.connector());
        rig.awaitPositionsAtTheEnd();
        rig.stop(worker, rig.connector());

        rig.emptyTopic();
        worker.rest().resume(rig.connector());
        rig.publish(Delivery.LIVE, events(301, 320));
        List<RowKey> rows = rig.awaitRows(320);

        assertThat(rows).isEqualTo(keys(1, 320));
        worker.rest().awaitRunning(rig.connector(), Duration.ofMinutes(2));
    }

    @Test
    void aWorkerThatGoesAwayLeavesItsRecordsToTheOther() throws Exception {
        ConnectWorker first = rig.startWorker();
        ConnectWorker second = rig.startWorker();
        first.putConnector(rig.connector(), rig.config());
        rig.publish(Delivery.LIVE, events(1, 800));
        rig.awaitRows(100);

        second.stopHard();
        rig.publish(Delivery.LIVE, events(801, 1000));
        List<RowKey> rows = rig.awaitRows(1000);

        assertThat(rows).isEqualTo(keys(1, 1000));
    }

    @Test
    void storesRawRecordsWithTheRightsOfItsRole() throws Exception {
        rig.createTopic(rig.rawTopic(), 4);
        List<RawRecord> records = LongStream.rangeClosed(1, 500)
                .mapToObj(seq -> Chats.raw("ww1", seq, Chats.NOON.plusMillis(seq)))
                .toList();
        rig.publishRaw(records.subList(0, 400));
        Map<String, String> config = rig.rawConfig();
        SinkRig.logIn(config, userWith("sink-iceberg-raw"));

        rig.startWorker().putConnector(rig.connector(), config);
        rig.awaitRows(ArchiveTable.RAW, 400);
        rig.publishRaw(records.subList(300, 500));
        List<RowKey> rows = rig.awaitRows(ArchiveTable.RAW, 500);

        assertThat(rows).isEqualTo(keys(1, 500));
        assertThat(rig.store().rows(ArchiveTable.RAW))
                .allMatch(row -> row.getField("encrypted_payload").equals("cGF5bG9hZA=="));
    }

    @Test
    void putsAsideOnceWhatIsNoRecordAndStoresTheRestWithTheRightsOfItsRoles() throws Exception {
        byte[] garbage = "not an event, and secret".getBytes(StandardCharsets.UTF_8);
        rig.createTopic(rig.deadLetters(), 1);
        RecordMetadata first = rig.publish(garbage);
        Map<String, String> config = rig.config();
        SinkRig.logIn(config, userWith("sink-iceberg-events", "sink-dead-letters"));
        rig.putAside(config);
        ConnectWorker worker = rig.startWorker();
        worker.putConnector(rig.connector(), config);
        await().atMost(2, TimeUnit.MINUTES).until(() -> rig.committed(first.partition()) > first.offset());

        rig.stop(worker, rig.connector());
        rig.publish(Delivery.LIVE, events(1, 300));
        rig.publish(garbage);
        rig.publish(Delivery.LIVE, events(301, 400));
        worker.rest().resume(rig.connector());
        List<RowKey> rows = rig.awaitRows(400);

        assertThat(rows).isEqualTo(keys(1, 400));
        assertThat(rig.letters())
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
            rig.createTopic(rig.deadLetters(), 1);
            rig.publish(Delivery.LIVE, events(1, 300));
            Map<String, String> config = rig.config();
            config.put("tasks.max", "1");
            config.put("schema.registry.url", forgetful.url());
            config.put("operator.probe.ms", "1000");
            rig.putAside(config);
            ConnectWorker worker = rig.startWorker();
            worker.putConnector(rig.connector(), config);

            await().atMost(90, TimeUnit.SECONDS).until(() -> forgetful.notFound() >= 3);
            boolean running = worker.status(rig.connector()).running();
            List<RowKey> meanwhile = rig.store().keys(ArchiveTable.EVENTS);
            forgetful.forgetIds(false);
            List<RowKey> rows = rig.awaitRows(300);

            assertThat(running).isTrue();
            assertThat(meanwhile).isEmpty();
            assertThat(rows).isEqualTo(keys(1, 300));
            assertThat(rig.letters()).isEmpty();
        }
    }

    @Test
    void stopsAtATopicOfOtherRecordsAndAdvisesToCorrectTheSetting() throws Exception {
        rig.createTopic(rig.deadLetters(), 1);
        assertThat(rig.publish(rig.bytes(Chats.raw("ww1", 1, Chats.NOON))).hasOffset())
                .isTrue();
        Map<String, String> config = rig.config();
        config.put("tasks.max", "1");
        rig.putAside(config);
        ConnectWorker worker = rig.startWorker();

        worker.putConnector(rig.connector(), config);

        await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        worker.status(rig.connector()).tasks())
                .singleElement()
                .satisfies(task -> assertThat(task.trace())
                        .contains("FatalSinkException")
                        .contains("the topic " + rig.topic() + " holds RawRecord, this connector wants ChatEvent")
                        .doesNotContain("errors.deadletterqueue")));
        assertThat(rig.letters()).isEmpty();
    }

    @Test
    void stopsAtWhatIsNoRecordWhenNobodyKeepsItAndSaysWhereItIs() throws Exception {
        RecordMetadata garbage = rig.publish("not an event, and secret".getBytes(StandardCharsets.UTF_8));
        Map<String, String> config = rig.config();
        config.put("tasks.max", "1");
        ConnectWorker worker = rig.startWorker();

        worker.putConnector(rig.connector(), config);

        await().atMost(2, TimeUnit.MINUTES)
                .untilAsserted(() -> assertThat(worker.status(rig.connector()).tasks())
                        .singleElement()
                        .satisfies(task -> assertThat(task.trace())
                                .contains("FatalSinkException", "errors.deadletterqueue.topic.name")
                                .contains(rig.topic() + "-" + garbage.partition() + "@" + garbage.offset())
                                .doesNotContain("secret")));
        assertThat(rig.committed(garbage.partition())).isZero();
    }

    /** Settings of the clients of a user of this test's that has these roles. */
    private Map<String, String> userWith(String... roles) throws Exception {
        String user = "cold-user-" + rig.connector();
        AclCatalog acls = AclCatalog.load(Path.of("../deploy/acls.yaml"));
        Map<String, String> names = Map.of(
                "prefix", rig.prefix(),
                "connector", rig.connector(),
                "errors.deadletterqueue.topic.name", rig.deadLetters());
        for (String role : roles) {
            kafka.grant(acls.bindings(role, "User:" + user, names));
        }
        return kafka.userWithPassword(user);
    }

    private static List<ChatEvent> edited(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(seq -> Chats.event("ww1", seq, Chats.NOON.plusMillis(seq), SinkRig.EDITED))
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
