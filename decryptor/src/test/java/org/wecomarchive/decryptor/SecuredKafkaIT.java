package org.wecomarchive.decryptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.decryptor.fixtures.Archivectl;
import org.wecomarchive.decryptor.fixtures.Outcomes;
import org.wecomarchive.decryptor.fixtures.RawTopic;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.provisioning.AclCatalog;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;
import org.wecomarchive.testkit.acls.TopicAccess;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.shared.SharedServers;

/** The decryptor and an operator with TLS, each with exactly the rights of its role in {@code deploy/acls.yaml}. */
@ExtendWith(SharedServers.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class SecuredKafkaIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int RECORDS = 300;

    private static SecuredKafka kafka;
    private static RegistryServer registry;

    @TempDir
    private Path directory;

    private Topics topics;
    private String user;

    @BeforeAll
    static void useServers(SecuredKafka cluster, RegistryServer server) {
        kafka = cluster;
        registry = server;
    }

    @BeforeEach
    void createTopicsAndGrantTheRole(TestInfo test) throws Exception {
        user = "decryptor-" + Integer.toHexString(test.getDisplayName().hashCode());
        topics = new Topics("secured." + user);
        TopicCatalog.load(Path.of("../deploy/topics.yaml")).createAll(superUser(), topics.prefix(), 1);
        AclCatalog acls = AclCatalog.load(Path.of("../deploy/acls.yaml"));
        kafka.grant(acls.bindings(
                "decryptor",
                "User:" + user,
                Map.of("prefix", topics.prefix(), "application", topics.prefix() + ".decryptor")));
        kafka.grant(acls.bindings("operator", "User:" + operator(), Map.of("prefix", topics.prefix())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "certificate"})
    void givesEveryRecordItsOutcomeAndObeysTheOperatorWithTheRightsOfTheirRoles(String login) throws Exception {
        Map<String, String> client =
                login.equals("password") ? kafka.userWithPassword(user) : kafka.userWithCertificate(user);
        SimulatedTenant tenant = tenant();
        List<SimulatedRecord> source = tenant.after(0, RECORDS);
        new RawTopic(superUser(), registry.url(), topics).publish(source);
        Archivectl archivectl = Archivectl.with(operatorSettings(), directory);

        Archivectl.Answer released;
        try (SimulatorServer server = SimulatorServer.start(tenant);
                Decryptor decryptor = new Decryptor(config(client, server))) {
            decryptor.start();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> Outcomes.read(superUser(), topics).size() >= RECORDS);
            await().atMost(PATIENCE).until(() -> decryptor.status().ready());
            await().atMost(PATIENCE).until(() -> partitionsToReleaseFrom(decryptor) == 3);
            released = archivectl.run("release", "--reason", "native-crash", "--wait", "60");
        }
        Archivectl.Answer listed = archivectl.run("commands");

        List<Outcomes.Line> outcomes = Outcomes.read(superUser(), topics);
        assertThat(outcomes.stream().map(Outcomes.Line::seq))
                .containsExactlyInAnyOrderElementsOf(
                        source.stream().map(SimulatedRecord::seq).toList());
        assertThat(outcomes.stream().map(Outcomes.Line::outcome))
                .contains("events")
                .anyMatch(outcome -> outcome.startsWith("dead-letters"));
        assertThat(released.code()).as(released.said()).isZero();
        assertThat(listed.said()).contains("release  completed");
    }

    @Test
    void mayNeitherWriteRawRecordsNorReadEventsNorDelete() throws Exception {
        TopicAccess client = new TopicAccess(kafka.userWithPassword(user));

        assertThatThrownBy(() -> client.write(topics.raw())).hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> client.write(topics.erasures())).hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> client.write(topics.calls())).hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> client.read(topics.events())).isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> client.read(topics.deadLetters())).isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> client.delete(topics.raw())).hasCauseInstanceOf(AuthorizationException.class);
        assertThatThrownBy(() -> client.delete(topics.events())).hasCauseInstanceOf(AuthorizationException.class);
    }

    @Test
    void theOperatorSeesNoContentAndWritesNothingButCommands() throws Exception {
        TopicAccess client = new TopicAccess(kafka.userWithPassword(operator()));

        for (String topic : List.of(topics.raw(), topics.parked(), topics.events(), topics.deadLetters())) {
            assertThatThrownBy(() -> client.read(topic)).isInstanceOf(TopicAuthorizationException.class);
            assertThatThrownBy(() -> client.write(topic)).hasCauseInstanceOf(TopicAuthorizationException.class);
        }
        assertThatThrownBy(() -> client.write(topics.erasures())).hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    private String operator() {
        return "operator-of-" + user;
    }

    private Map<String, String> operatorSettings() throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "topic.prefix", topics.prefix(),
                "schema.registry.url", registry.url(),
                "auto.register.schemas", "true"));
        kafka.userWithPassword(operator()).forEach((key, value) -> settings.put("kafka." + key, value));
        return settings;
    }

    private static String superUser() {
        return kafka.cluster().bootstrapServers();
    }

    private SimulatedTenant tenant() throws IOException {
        TenantSettings settings = TenantSettings.builder(Records.CORP, "secret", 7)
                .damageShare(0.1)
                .build();
        SimulatedTenant tenant = SimulatedTenant.inMemory(settings, Clock.systemUTC());
        tenant.grow(RECORDS);
        tenant.writePrivateKeys(directory.resolve("keys"));
        return tenant;
    }

    private DecryptorConfig config(Map<String, String> client, SimulatorServer server) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "topic.prefix", topics.prefix(),
                "keys.dir", directory.resolve("keys").toString(),
                "state.dir", directory.resolve("state").toString(),
                "schema.registry.url", registry.url(),
                "auto.register.schemas", "true",
                "sdk.library", server.library(),
                "http.port", "0"));
        client.forEach((key, value) -> settings.put("kafka." + key, value));
        return new DecryptorConfig(settings);
    }

    private static double partitionsToReleaseFrom(Decryptor decryptor) {
        return decryptor.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("wecom_release_partitions"))
                .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
                .sum();
    }
}
