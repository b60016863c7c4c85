package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.ingestor.cursor.HomePartition;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.serde.RecordSerde;
import org.wecomarchive.testkit.connect.ConnectWorkerProcess;
import org.wecomarchive.testkit.connect.ConnectorStatus;
import org.wecomarchive.testkit.ledger.Guarantee;

/** Two workers and two decryptors with the settings that are recommended, on three Kafka nodes one of which is away. */
@Timeout(240)
class FailOverIT {

    private static final String CORP = "wwfailover00000001";
    private static final long RECORDS = 1_500;
    private static final int PAGE = 25;
    private static final Duration INGEST_RESUMES = Duration.ofSeconds(15);
    private static final Duration DECRYPTION_RESUMES = Duration.ofSeconds(20);
    private static final Duration TRANSACTION = Duration.ofSeconds(10);
    private static final Duration SETTLED = Duration.ofSeconds(60);

    @TempDir
    static Path dir;

    private static final List<ConnectWorkerProcess> workers = new ArrayList<>();
    private static final List<DecryptorProcess> decryptors = new ArrayList<>();
    private static ScenarioStage stage;
    private static LedgerWatch ledger;

    @BeforeAll
    static void raise() throws Exception {
        stage = ScenarioStage.raise(dir, 3, ScenarioStage.catalog(), ScenarioStage.tenant(CORP, 10));
        ledger = new LedgerWatch(stage);
        register(RawRecord.class, stage.settings().topics().raw());
        register(ChatEvent.class, stage.settings().topics().events());
        startMissing();
        Map<String, String> connector = stage.connector(CORP);
        connector.put("page.limit", Integer.toString(PAGE));
        workers.get(0).putConnector(CORP, connector);
        ledger.untilComplete();
        stage.kafka().stopNode(1);
    }

    @AfterAll
    static void close() throws Exception {
        ledger.close();
        // The stage looks at the decryptors' JVMs, too, and they end with this one.
        stage.close();
        decryptors.forEach(DecryptorProcess::close);
    }

    @BeforeEach
    void letRecordsFlow() throws Exception {
        startMissing();
        await().atMost(SETTLED)
                .ignoreExceptions()
                .until(() -> workers.get(1).rest().connectors().contains(CORP));
        long before = stage.tenant().size();
        stage.tenant().grow(RECORDS);
        ledger.untilFetched(CORP, before + RECORDS / 4);
    }

    @Test
    void ingestResumesElsewhereWhenTheWorkerOfTheTaskIsKilled() throws Exception {
        ConnectWorkerProcess worker = workerOfTheTask();
        stage.lookForLeaksIn(worker.process());

        worker.stopHard();
        workers.remove(worker);

        long fetched = ledger.now().raw().size();
        ledger.until(
                "ingest resumes after a kill", INGEST_RESUMES, now -> now.raw().size() > fetched + PAGE);
        ledger.verify(Guarantee.values());
    }

    @Test
    void aWorkerThatStoodStillPastItsTransactionAddsNothing() throws Exception {
        ConnectWorkerProcess zombie = workerOfTheTask();
        ConnectWorkerProcess other = workers.get(1 - workers.indexOf(zombie));

        Signal.STOP.sendTo(zombie.process());
        long fetched = ledger.now().raw().size();
        ledger.until(
                "ingest resumes after a stall", INGEST_RESUMES, now -> now.raw().size() > fetched + PAGE);
        await().during(TRANSACTION).atMost(SETTLED).until(() -> runs(other));
        Signal.CONT.sendTo(zombie.process());
        zombie.rest().awaitRunning(CORP, SETTLED);
        stage.tenant().grow(RECORDS / 4);

        ledger.verify(Guarantee.values());
    }

    @Test
    void decryptionResumesElsewhereWhenTheDecryptorOfThePartitionIsKilled() throws Exception {
        DecryptorProcess decryptor = decryptorOfThePartition();
        stage.lookForLeaksIn(decryptor.handle());

        decryptor.kill();
        decryptors.remove(decryptor);

        long fetched = ledger.now().raw().size();
        assertThat(fetched)
                .as("fetched before the kill")
                .isLessThan(stage.tenant().size());
        // More outcomes than the dead one can have seen.
        ledger.until(
                "decryption resumes after a kill",
                DECRYPTION_RESUMES,
                now -> now.balance().outcomes() > fetched);
        ledger.verify(Guarantee.values());
    }

    /** As a site does before the start; two who register at the same moment may be refused. */
    private static <T extends SpecificRecord> void register(Class<T> type, String topic) {
        Map<String, String> settings = new HashMap<>(stage.settings().registry());
        settings.put("auto.register.schemas", "true");
        try (RecordSerde<T> serde = RecordSerde.of(type, settings)) {
            serde.prepare(topic);
        }
    }

    private static void startMissing() throws IOException {
        while (workers.size() < 2) {
            workers.add(stage.startWorker());
        }
        while (decryptors.size() < 2) {
            String name = decryptors.stream().anyMatch(one -> one.name().equals("decryptor-a"))
                    ? "decryptor-b"
                    : "decryptor-a";
            Map<String, String> settings = stage.decryptor(name);
            // As the decryptor has them by itself.
            settings.remove("kafka.consumer.session.timeout.ms");
            settings.remove("kafka.consumer.heartbeat.interval.ms");
            decryptors.add(DecryptorProcess.start(dir.resolve("decryptors"), name, settings));
        }
    }

    private static ConnectWorkerProcess workerOfTheTask() {
        await().atMost(SETTLED).ignoreExceptions().until(() -> workers.stream().anyMatch(FailOverIT::runs));
        return workers.stream().filter(FailOverIT::runs).findFirst().orElseThrow();
    }

    /** Whether the task runs on this worker, as the worker itself has it. */
    private static boolean runs(ConnectWorkerProcess worker) {
        try {
            ConnectorStatus status = worker.status(CORP);
            String address = worker.rest().base().getAuthority();
            return status.running() && status.tasks().get(0).workerId().equals(address);
        } catch (Exception e) {
            throw new IllegalStateException("no status", e);
        }
    }

    private static DecryptorProcess decryptorOfThePartition() throws Exception {
        TopicPartition home = new TopicPartition(
                stage.settings().topics().raw(),
                HomePartition.of(CORP, ScenarioStage.catalog().topic("raw.v1").partitions()));
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stage.kafka().bootstrapServers()))) {
            Map<DecryptorProcess, Set<TopicPartition>> shares = await().atMost(SETTLED)
                    .ignoreExceptions()
                    .until(
                            () -> shares(admin),
                            found -> found.values().stream().noneMatch(Set::isEmpty)
                                    && found.values().stream().anyMatch(share -> share.contains(home)));
            return decryptors.stream()
                    .filter(one -> shares.get(one).contains(home))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Which partitions each decryptor has at the moment. */
    private static Map<DecryptorProcess, Set<TopicPartition>> shares(Admin admin) throws Exception {
        String group = stage.settings().topics().prefix() + ".decryptor";
        Map<DecryptorProcess, Set<TopicPartition>> shares = new HashMap<>();
        decryptors.forEach(one -> shares.put(one, new HashSet<>()));
        for (MemberDescription member : admin.describeConsumerGroups(List.of(group))
                .describedGroups()
                .get(group)
                .get(30, TimeUnit.SECONDS)
                .members()) {
            shares.forEach((one, partitions) -> {
                if (one.owns(member.clientId())) {
                    partitions.addAll(member.assignment().topicPartitions());
                }
            });
        }
        return shares;
    }
}
