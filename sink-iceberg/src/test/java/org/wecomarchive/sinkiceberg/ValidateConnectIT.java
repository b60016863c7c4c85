package org.wecomarchive.sinkiceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.sinkiceberg.catalog.PostgresServer;
import org.wecomarchive.sinkiceberg.cold.Chats;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.registry.ScriptedRegistry;
import org.wecomarchive.testkit.shared.SharedServers;

/** What is said of servers when a connector is made, and that nothing is asked of them when it is started again. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class ValidateConnectIT {

    private static final String NOBODY_LISTENS = "127.0.0.1:1";

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
                "validate-" + test.getTestMethod().orElseThrow().getName()
                        + test.getDisplayName().hashCode(),
                kafka.cluster().bootstrapServers(),
                registry.url(),
                directory);
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @Test
    void acceptsServersThatTakeOurCalls() {
        fixture.publish(Delivery.LIVE, List.of(Chats.event("ww1", 1)));

        assertThat(refusals(config())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kafka.bootstrap.servers | " + NOBODY_LISTENS + " | kafka.security.protocol",
                "schema.registry.url | http://" + NOBODY_LISTENS + " | not available",
                "catalog.url | jdbc:postgresql://" + NOBODY_LISTENS + "/lake | SQLSTATE 08001",
                "catalog.url | jdbc:postgresql://" + NOBODY_LISTENS + "/lake | " + NOBODY_LISTENS + "/lake"
            })
    void namesTheSettingOfWhatDoesNotAnswerUnlessToldNotToCall(String key, String value, String sentence) {
        Map<String, String> config = config();
        config.put(key, value);

        Map<String, List<String>> refused = refusals(config);
        config.put("validate.connect", "false");

        assertThat(refused).containsOnlyKeys(key);
        assertThat(refused.get(key))
                .singleElement()
                .asString()
                .startsWith(key)
                .contains(sentence)
                .endsWith("set validate.connect=false.");
        assertThat(refusals(config)).isEmpty();
    }

    @Test
    void namesACatalogServerThatDoesNotAnswer() {
        Map<String, String> config = config();
        config.put("catalog.type", "rest");
        config.put("catalog.url", "http://" + NOBODY_LISTENS);

        assertThat(refusals(config)).containsOnlyKeys("catalog.url");
    }

    @Test
    void saysWhatToCorrectWithoutTheSecret() throws Exception {
        try (PostgresServer postgres = PostgresServer.start(directory.resolve("postgres"))) {
            Map<String, String> config = config();
            config.putAll(postgres.catalogIn("lake"));
            assertThat(refusals(config)).isEmpty();

            config.put("catalog.password", "a-wrong-s3cret");

            assertThat(refusals(config)).containsOnlyKeys("catalog.url");
            assertThat(refusals(config).toString())
                    .contains("SQLSTATE 28", "correct catalog.user and catalog.password")
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void refusesAWarehouseThatCannotBeMade() throws Exception {
        Path file = Files.writeString(directory.resolve("a-file"), "");
        Map<String, String> config = config();
        config.put("catalog.warehouse", file.resolve("cold").toString());

        assertThat(refusals(config)).containsOnlyKeys("catalog.url");
        assertThat(refusals(config).toString()).contains(file.toString(), "catalog.warehouse");
    }

    @Test
    void refusesATopicOfOtherRecordsWhateverItIsCalled() throws Exception {
        fixture.registerRaw(fixture.prefix() + ".mirror");
        Map<String, String> config = config();
        config.put("topics", fixture.prefix() + ".mirror");

        assertThat(refusals(config)).containsOnlyKeys("topics");
        assertThat(refusals(config).get("topics"))
                .singleElement()
                .asString()
                .contains(fixture.prefix() + ".mirror are RawRecord", "wants ChatEvent");
        config.put("table.kind", "raw");
        assertThat(refusals(config)).isEmpty();
    }

    @Test
    void startsAConnectorAgainWhileAServerIsAway() throws Exception {
        try (ScriptedRegistry way = ScriptedRegistry.inFrontOf(registry.url())) {
            Map<String, String> config = config();
            config.put("schema.registry.url", way.url());
            config.put("tasks.max", "1");
            fixture.publish(Delivery.LIVE, List.of(Chats.event("ww1", 1)));
            ConnectWorker worker = fixture.startWorker();
            worker.putConnector(fixture.connector(), config);
            fixture.awaitRows(1);

            way.goAway(true);
            assertThat(refusals(config)).containsOnlyKeys("schema.registry.url");
            worker.rest().stop(fixture.connector());
            worker.rest().resume(fixture.connector());
            worker.rest().awaitRunning(fixture.connector(), Duration.ofMinutes(1));
            worker.close();
            ConnectWorker successor = fixture.startWorker();
            successor.rest().awaitRunning(fixture.connector(), Duration.ofMinutes(1));
            fixture.publish(Delivery.LIVE, List.of(Chats.event("ww1", 2)));
            await().atMost(Duration.ofMinutes(1)).until(() -> way.unavailable() > 0);
            way.goAway(false);

            assertThat(fixture.awaitRows(2)).hasSize(2);
        }
    }

    /** As a user has it: the fixture's says not to call. */
    private Map<String, String> config() {
        Map<String, String> config = fixture.config();
        config.remove("validate.connect");
        return config;
    }

    private static Map<String, List<String>> refusals(Map<String, String> config) {
        return new WeComArchiveIcebergSinkConnector()
                .validate(config).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }
}
