package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.cli.ArchivectlMain;
import org.wecomarchive.ingestor.publish.SizeLimit;
import org.wecomarchive.ingestor.publish.TopicSizeLimit;
import org.wecomarchive.provisioning.AclCatalog;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.schemas.SdkCalls;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.testkit.acls.TopicAccess;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.kafka.SecuredKafka;

/** Worker, connector and operator with TLS, each a user with exactly the rights in {@code deploy/acls.yaml}. */
@Timeout(600)
@ExtendWith(ServersExtension.class)
final class SecuredKafkaIT {

    private static final String CONNECTOR = "ingest-secured";
    private static final List<String> CLIENTS =
            List.of("kafka.", "producer.override.", "consumer.override.", "admin.override.");

    @TempDir
    private static Path directory;

    private static SecuredKafka kafka;
    private static String registryUrl;
    private static IngestorFixture fixture;

    @BeforeAll
    static void useServers(Servers servers) throws Exception {
        kafka = servers.kafka();
        registryUrl = servers.registryUrl();
        fixture = new IngestorFixture("secured", servers.bootstrapServers(), registryUrl);
        TopicCatalog.load(Path.of("../deploy/topics.yaml"))
                .createAll(servers.bootstrapServers(), fixture.topics().prefix());
        createInternalTopics();
        AclCatalog acls = AclCatalog.load(Path.of("../deploy/acls.yaml"));
        Map<String, String> names = Map.of(
                "prefix", fixture.topics().prefix(),
                "connect.group", "connect-secured",
                "connect.config.topic", "connect-secured-config",
                "connect.offset.topic", "connect-secured-offset",
                "connect.status.topic", "connect-secured-status",
                "connector", CONNECTOR);
        kafka.grant(acls.bindings("connect-worker", "User:worker", names));
        kafka.grant(acls.bindings("ingestor", "User:ingestor", names));
        kafka.grant(acls.bindings("operator", "User:operator", names));
    }

    @AfterAll
    static void closeRig() throws Exception {
        fixture.close();
    }

    @Test
    void publishesEveryRecordGoesOnAfterARestartAndSkipsWithTheRightsOfTheRoles() throws Exception {
        fixture.tenant().grow(500);
        Map<String, String> config = fixture.config();
        Map<String, String> client = kafka.userWithPassword("ingestor");
        CLIENTS.forEach(prefix -> client.forEach((key, value) -> config.put(prefix + key, value)));

        try (ConnectWorker worker = ConnectWorker.start(kafka.userWithCertificate("worker"), "connect-secured", 1)) {
            worker.putConnector(CONNECTOR, config);
            fixture.awaitRaw(500);
        }
        assertThat(countedPages())
                .isEqualTo(fixture.server().conditions(fixture.corpId()).pageCalls());
        fixture.tenant().grow(100);
        try (ConnectWorker worker = ConnectWorker.start(kafka.userWithCertificate("worker"), "connect-secured", 1)) {
            List<IngestorFixture.Raw> raws = fixture.awaitRaw(600);

            assertThat(raws).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(0));
            assertThat(worker.rest().connectors()).containsExactly(CONNECTOR);
            assertThat(claim()).startsWith(CONNECTOR + "\n");

            requireSkipOfTheNext(20, worker);
        }
    }

    /** The offset is changed by the worker with the connector's rights, the command recorded with the operator's. */
    private static void requireSkipOfTheNext(int skipped, ConnectWorker worker) throws Exception {
        long crashing = fixture.tenant().seqOf(600);
        fixture.server().conditions(fixture.corpId()).inject(FaultPlan.parse("abort@seq:" + crashing));
        fixture.tenant().grow(50);
        List<Long> seqs = fixture.seqs(0);
        IngestorFixture.awaitFailure(worker, CONNECTOR);
        String through = Long.toString(seqs.get(600 + skipped - 1));
        StringWriter said = new StringWriter();

        int done = archivectl(
                said,
                worker,
                "skip",
                "--connector",
                CONNECTOR,
                "--corp",
                fixture.corpId(),
                "--through",
                through,
                "--why",
                "test");
        List<IngestorFixture.Raw> raws = fixture.awaitRaw(650 - skipped);
        int listed = archivectl(said, worker, "commands");

        List<Long> expected = new ArrayList<>(seqs);
        expected.subList(600, 600 + skipped).clear();
        assertThat(List.of(done, listed)).as("%s", said).containsOnly(0);
        assertThat(raws).extracting(IngestorFixture.Raw::seq).isEqualTo(expected);
        assertThat(said.toString()).contains("skip  completed", ".." + through);
    }

    private static int archivectl(StringWriter said, ConnectWorker worker, String... arguments) throws Exception {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "topic.prefix",
                fixture.topics().prefix(),
                "schema.registry.url",
                registryUrl,
                "auto.register.schemas",
                "true",
                "connect.url",
                worker.rest().base().toString()));
        kafka.userWithPassword("operator").forEach((key, value) -> settings.put("kafka." + key, value));
        Path file = directory.resolve("archivectl.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--config", file.toString()))
                .toArray(String[]::new);
        PrintWriter out = new PrintWriter(said, true);
        return ArchivectlMain.run(all, out, out);
    }

    @Test
    void mayNeitherTouchEventsNorOtherOutcomesNorDelete() throws Exception {
        TopicAccess ingestor = new TopicAccess(kafka.userWithPassword("ingestor-in-test"));
        kafka.grant(AclCatalog.load(Path.of("../deploy/acls.yaml"))
                .bindings(
                        "ingestor",
                        "User:ingestor-in-test",
                        Map.of(
                                "prefix", fixture.topics().prefix(),
                                "connect.group", "connect-secured",
                                "connect.offset.topic", "connect-secured-offset",
                                "connector", "other")));
        Topics topics = fixture.topics();

        for (String plaintext : List.of(topics.events(), topics.parked(), topics.deadLetters())) {
            assertThatThrownBy(() -> ingestor.write(plaintext)).hasCauseInstanceOf(TopicAuthorizationException.class);
            assertThatThrownBy(() -> ingestor.read(plaintext)).isInstanceOf(TopicAuthorizationException.class);
        }
        assertThatThrownBy(() -> ingestor.write("connect-secured-config"))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> ingestor.delete(topics.raw())).hasCauseInstanceOf(AuthorizationException.class);
        assertThat(new TopicSizeLimit(ingestor.client(), topics.raw()).get())
                .map(SizeLimit::bytes)
                .hasValue(8L * 1024 * 1024);
    }

    @Test
    void theWorkersOwnUserMayNotTouchTheArchive() throws Exception {
        TopicAccess worker = new TopicAccess(kafka.userWithCertificate("worker"));
        Topics topics = fixture.topics();

        for (String topic : List.of(topics.raw(), topics.gaps(), topics.calls(), topics.events())) {
            assertThatThrownBy(() -> worker.write(topic)).hasCauseInstanceOf(TopicAuthorizationException.class);
            assertThatThrownBy(() -> worker.read(topic)).isInstanceOf(TopicAuthorizationException.class);
        }
        assertThat(new TopicSizeLimit(worker.client(), topics.raw()).get()).isEmpty();
    }

    /** Those of the last minute are written by the task itself, with the rights of {@code kafka.*}. */
    private static long countedPages() {
        return fixture.calls().stream()
                .filter(calls -> calls.getFunction().equals("GetChatData"))
                .mapToLong(SdkCalls::getCount)
                .sum();
    }

    /** What the connector has left for others of its corp. */
    private static String claim() throws Exception {
        String group = fixture.topics().prefix() + ".ingestor." + fixture.corpId();
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", kafka.cluster().bootstrapServers()))) {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(2, TimeUnit.MINUTES)
                    .get(new TopicPartition(fixture.topics().gaps(), 0))
                    .metadata();
        }
    }

    private static void createInternalTopics() throws Exception {
        List<NewTopic> topics = List.of("config", "offset", "status").stream()
                .map(kind -> new NewTopic("connect-secured-" + kind, kind.equals("offset") ? 3 : 1, (short) 1)
                        .configs(Map.of("cleanup.policy", "compact")))
                .toList();
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", kafka.cluster().bootstrapServers()))) {
            admin.createTopics(topics).all().get(2, TimeUnit.MINUTES);
        }
    }
}
