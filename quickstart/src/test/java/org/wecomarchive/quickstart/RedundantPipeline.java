package org.wecomarchive.quickstart;

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
import javax.management.JMException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.wecomarchive.ingestor.cursor.HomePartition;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.serde.RecordSerde;
import org.wecomarchive.testkit.connect.ConnectWorkerProcess;
import org.wecomarchive.testkit.connect.ConnectorStatus;

/** Two workers and two decryptors with the settings that are recommended; each may have to take over from the other. */
final class RedundantPipeline implements AutoCloseable {

    /** Records of a page. */
    static final int PAGE = 25;

    static final Duration SETTLED = Duration.ofSeconds(60);

    private final ScenarioStage stage;
    private final Path dir;
    private final List<ConnectWorkerProcess> workers = new ArrayList<>();
    private final List<DecryptorProcess> decryptors = new ArrayList<>();

    private RedundantPipeline(ScenarioStage stage, Path dir) {
        this.stage = stage;
        this.dir = dir;
    }

    /** Starts all of them. */
    static RedundantPipeline of(ScenarioStage stage, Path dir) throws IOException {
        RedundantPipeline pipeline = new RedundantPipeline(stage, dir.resolve("decryptors"));
        pipeline.register(RawRecord.class, stage.settings().topics().raw());
        pipeline.register(ChatEvent.class, stage.settings().topics().events());
        pipeline.startMissing();
        return pipeline;
    }

    /** Lets records flow. */
    void connect() throws Exception {
        Map<String, String> connector = stage.connector(stage.corpId());
        connector.put("page.limit", Integer.toString(PAGE));
        workers.get(0).putConnector(stage.corpId(), connector);
    }

    /** Replaces those that were killed; returns when each worker knows the connector. */
    void fillUp() throws IOException {
        startMissing();
        await().atMost(SETTLED)
                .ignoreExceptions()
                .until(() -> workers.get(1).rest().connectors().contains(stage.corpId()));
    }

    ConnectWorkerProcess workerOfTheTask() {
        await().atMost(SETTLED).ignoreExceptions().until(() -> workers.stream().anyMatch(this::runs));
        return workers.stream().filter(this::runs).findFirst().orElseThrow();
    }

    ConnectWorkerProcess otherThan(ConnectWorkerProcess worker) {
        return workers.get(1 - workers.indexOf(worker));
    }

    /** Whether the task runs on this worker, as the worker itself has it. */
    boolean runs(ConnectWorkerProcess worker) {
        try {
            ConnectorStatus status = worker.status(stage.corpId());
            String address = worker.rest().base().getAuthority();
            return status.running() && status.tasks().get(0).workerId().equals(address);
        } catch (Exception e) {
            throw new IllegalStateException("no status", e);
        }
    }

    DecryptorProcess decryptorOfThePartition() throws Exception {
        TopicPartition home = new TopicPartition(
                stage.settings().topics().raw(),
                HomePartition.of(
                        stage.corpId(), ScenarioStage.catalog().topic("raw.v1").partitions()));
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

    /** Kill -9. */
    void kill(ConnectWorkerProcess worker) {
        worker.stopHard();
        workers.remove(worker);
    }

    /** Kill -9. */
    void kill(DecryptorProcess decryptor) throws InterruptedException {
        decryptor.kill();
        decryptors.remove(decryptor);
    }

    /** The workers are the stage's to close. */
    @Override
    public void close() {
        for (DecryptorProcess decryptor : decryptors) {
            try (decryptor) {
                stage.lookForLeaksIn(decryptor.handle());
            } catch (JMException e) {
                throw new IllegalStateException("a decryptor cannot be searched for leaks", e);
            }
        }
    }

    /** As a site does before the start; two who register at the same moment may be refused. */
    private <T extends SpecificRecord> void register(Class<T> type, String topic) {
        Map<String, String> settings = new HashMap<>(stage.settings().registry());
        settings.put("auto.register.schemas", "true");
        try (RecordSerde<T> serde = RecordSerde.of(type, topic, settings)) {
            serde.prepare();
        }
    }

    private void startMissing() throws IOException {
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
            decryptors.add(DecryptorProcess.start(dir, name, settings));
        }
    }

    /** Which partitions each decryptor has at the moment. */
    private Map<DecryptorProcess, Set<TopicPartition>> shares(Admin admin) throws Exception {
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
