package org.wecomarchive.sinkelasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.JMException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wecomarchive.provisioning.AclCatalog;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.sinkelasticsearch.fixtures.Events;
import org.wecomarchive.sinkelasticsearch.fixtures.SearchServer;
import org.wecomarchive.testkit.acls.TopicAccess;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.connect.ConnectorStatus;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchServer;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.registry.ScriptedRegistry;
import org.wecomarchive.testkit.shared.SharedServers;

/** Events of a real topic through a real worker into a real Elasticsearch, with what can go wrong on the way. */
@ExtendWith(SharedServers.class)
@Timeout(600)
final class SinkDeliveryIT {

    private static final int MEBIBYTE = 1_048_576;

    private static SecuredKafka kafka;
    private static RegistryServer registry;
    private static ElasticsearchServer elasticsearch;

    private SinkFixture fixture;
    private SearchServer search;

    @BeforeAll
    static void useServers(SecuredKafka cluster, RegistryServer schemas, ElasticsearchServer server) {
        kafka = cluster;
        registry = schemas;
        elasticsearch = server;
    }

    @BeforeEach
    void setUp(TestInfo test) throws Exception {
        String name = test.getTestMethod().orElseThrow().getName();
        fixture = new SinkFixture(name, kafka.cluster().bootstrapServers(), registry.url(), elasticsearch.url());
        search = new SearchServer(elasticsearch.url());
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @Test
    void losesAndDoublesNothingWhenWorkersAndTheServerAreKilled() throws Exception {
        Map<String, String> config = fixture.config();
        config.put("tasks.max", "2");
        config.put("bulk.max.documents", "50");
        publishMessages(0, 3000);
        ConnectWorker first = fixture.startWorker();
        fixture.startWorker();
        first.putConnector(fixture.connector(), config);
        await().atMost(90, TimeUnit.SECONDS).until(() -> search.count(fixture.alias()) > 200);

        elasticsearch.killHard();
        try {
            publishMessages(3000, 4000);
            first.stopHard();
        } finally {
            elasticsearch.startAgain();
        }

        awaitCount(4000);
        awaitCommitted(4000);
        assertThat(search.count(fixture.alias() + "-2026-11")).isEqualTo(4000);
    }

    @Test
    void losesAndDoublesNothingWhenTasksAreAddedAndMoveWhileDocumentsFlow() throws Exception {
        Map<String, String> config = fixture.config();
        config.put("bulk.max.documents", "5");
        config.put("bulk.max.in.flight", "1");
        publishMessages(0, 1500);
        ConnectWorker first = fixture.startWorker();
        first.putConnector(fixture.connector(), config);
        await().atMost(2, TimeUnit.MINUTES).until(() -> search.count(fixture.alias()) > 100);

        publishMessages(1500, 3000);
        long whenAdded = search.count(fixture.alias());
        config.put("tasks.max", "3");
        first.putConnector(fixture.connector(), config);
        await().atMost(2, TimeUnit.MINUTES)
                .until(() -> first.status(fixture.connector()).tasks().size() == 3);
        publishMessages(3000, 4500);
        long whenMoved = search.count(fixture.alias());
        fixture.startWorker();
        await().atMost(2, TimeUnit.MINUTES).until(() -> workersOfTasks(first) == 2);

        awaitCount(4500);
        awaitCommitted(4500);
        assertThat(whenAdded).isLessThan(3000);
        assertThat(whenMoved).isLessThan(4500);
        assertThat(search.count(fixture.alias() + "-2026-11")).isEqualTo(4500);
    }

    private long workersOfTasks(ConnectWorker worker) throws Exception {
        return worker.status(fixture.connector()).tasks().stream()
                .map(ConnectorStatus.Part::workerId)
                .distinct()
                .count();
    }

    @Test
    void comesToTheSameDocumentsWhenEverythingIsReadAgain() throws Exception {
        publishMessages(0, 300);
        // A message under a second seq, a recall after and one before its message, a replay.
        fixture.publish(
                ChatEvent.newBuilder(Events.text(7, "第7条消息")).setSeq(1007).build());
        fixture.publish(Events.recall(400, "m5", Events.SENT_AT.plusSeconds(60)));
        fixture.publish(Events.recall(401, "m500", Events.SENT_AT.plusSeconds(60)));
        fixture.publish(Events.text(9, "第9条消息，重新解析"), Delivery.REPLAYED);
        fixture.flush();
        ConnectWorker worker = fixture.startWorker();
        worker.putConnector(fixture.connector(), fixture.config());
        awaitCount(302);
        awaitRecalled("m5");
        fixture.publish(Events.text(500, "已经被撤回"));
        fixture.flush();
        awaitRecalled("m500");
        awaitCommitted(305);

        stop(worker);
        worker.rest().resetOffsets(fixture.connector());
        worker.rest().resume(fixture.connector());

        awaitCommitted(305);
        assertThat(search.count(fixture.alias())).isEqualTo(303);
        awaitRecalled("m5");
        awaitRecalled("m500");
        assertThat(message("m7").get("seq").asLong()).isEqualTo(7);
        assertThat(message("m9").get("text").asText()).isEqualTo("第9条消息，重新解析");
    }

    @Test
    void goesOnWithTemplateAndAliasWhenTheServerIsWipedUnderIt() throws Exception {
        publishMessages(0, 100);
        ConnectWorker worker = fixture.startWorker();
        worker.putConnector(fixture.connector(), fixture.config());
        awaitCommitted(100);
        search.call("DELETE", "/_index_template/" + fixture.alias(), "");
        search.call("DELETE", "/" + fixture.alias() + "-2026-11," + fixture.alias() + "-recalls", "");

        publishMessages(100, 150);

        awaitCommitted(150);
        awaitCount(50);
        String mapping = search.call("GET", "/" + fixture.alias() + "-2026-11/_mapping", "")
                .body()
                .toString();
        assertThat(mapping).contains("\"dynamic\":\"strict\"");
        assertThat(worker.status(fixture.connector()).running()).isTrue();
        assertThat(figure("wecom_search_indices_lost_total")).isPositive();
    }

    @Test
    void noticesAServerThatWasReplacedWhileItWasStopped() throws Exception {
        publishMessages(0, 100);
        ConnectWorker worker = fixture.startWorker();
        worker.putConnector(fixture.connector(), fixture.config());
        awaitCommitted(100);
        stop(worker);
        search.call("DELETE", "/_index_template/" + fixture.alias(), "");
        search.call("DELETE", "/" + fixture.alias() + "-2026-11," + fixture.alias() + "-recalls", "");

        publishMessages(100, 150);
        worker.rest().resume(fixture.connector());

        awaitCommitted(150);
        await().atMost(2, TimeUnit.MINUTES).until(() -> figure("wecom_search_indices_lost_total") == 1);
        assertThat(search.count(fixture.alias())).isEqualTo(50);
    }

    @Test
    void keepsAsideWhatCanNeverBecomeADocumentWithTheRightsOfItsRoles() throws Exception {
        byte[] garbage = "not an event, and secret".getBytes(StandardCharsets.UTF_8);
        Map<String, String> config = fixture.config();
        Map<String, String> client = userWith("sink-elasticsearch", "sink-dead-letters");
        for (String prefix : List.of("consumer.override.", "producer.override.", "admin.override.")) {
            client.forEach((key, value) -> config.put(prefix + key, value));
        }
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", fixture.deadLetters());
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        fixture.publish("key", garbage, Delivery.LIVE);
        fixture.publish(
                Events.message(1, "m".repeat(600)).setText("secret text").build());
        fixture.publish(Events.text(2, "good"));
        fixture.flush();

        fixture.startWorker().putConnector(fixture.connector(), config);

        awaitCount(1);
        awaitCommitted(3);
        List<ConsumerRecord<byte[], byte[]>> deadLetters = fixture.records(fixture.deadLetters());
        assertThat(deadLetters).hasSize(2).anySatisfy(letter -> assertThat(letter.value())
                .isEqualTo(garbage));
        assertThat(deadLetters).allSatisfy(letter -> letter.headers()
                .forEach(header -> assertThat(new String(header.value(), StandardCharsets.UTF_8))
                        .doesNotContain("secret")));
    }

    @Test
    void stopsAtWhatCanNeverBecomeADocumentWhenNobodyKeepsIt() throws Exception {
        fixture.publish("key", "not an event".getBytes(StandardCharsets.UTF_8), Delivery.LIVE);
        fixture.flush();
        ConnectWorker worker = fixture.startWorker();

        worker.putConnector(fixture.connector(), fixture.config());

        await().atMost(2, TimeUnit.MINUTES).untilAsserted(() -> assertThat(
                        worker.status(fixture.connector()).tasks())
                .singleElement()
                .satisfies(task -> assertThat(task.trace())
                        .contains("FatalSinkException", "errors.deadletterqueue.topic.name")
                        .doesNotContain("not an event")));
        assertThat(fixture.committed().values()).allMatch(offset -> offset == 0);
    }

    @Test
    void keepsNothingAsideWhileTheRegistryHasLostTheSchemasAndIndexesAllOnceItHasThemAgain() throws Exception {
        try (ScriptedRegistry forgetful = ScriptedRegistry.inFrontOf(registry.url())) {
            forgetful.forgetIds(true);
            Map<String, String> config = fixture.config();
            config.put("schema.registry.url", forgetful.url());
            config.put("errors.tolerance", "all");
            config.put("errors.deadletterqueue.topic.name", fixture.deadLetters());
            config.put("errors.deadletterqueue.topic.replication.factor", "1");
            publishMessages(0, 300);
            ConnectWorker worker = fixture.startWorker();
            worker.putConnector(fixture.connector(), config);

            await().atMost(60, TimeUnit.SECONDS).until(() -> forgetful.notFound() >= 3);
            double state = figure("wecom_search_state");
            boolean running = worker.status(fixture.connector()).running();
            Map<TopicPartition, Long> committed = fixture.committed();
            forgetful.forgetIds(false);

            awaitCount(300);
            awaitCommitted(300);
            assertThat(state).isEqualTo(3);
            assertThat(running).isTrue();
            assertThat(committed.values()).allMatch(offset -> offset == 0);
            assertThat(fixture.records(fixture.deadLetters())).isEmpty();
            await().atMost(30, TimeUnit.SECONDS).until(() -> figure("wecom_search_state") == 1);
        }
    }

    @Test
    void callsClusterAndRegistryWhenAConnectorIsMade() {
        Map<String, String> config = fixture.config();
        config.remove("validate.connect");
        assertThat(refusals(config)).isEmpty();

        config.put("elasticsearch.url", "http://127.0.0.1:1");
        config.put("schema.registry.url", "http://127.0.0.1:2");
        Map<String, List<String>> refused = refusals(config);
        config.put("validate.connect", "false");

        assertThat(refused).containsOnlyKeys("elasticsearch.url", "schema.registry.url");
        assertThat(refused.get("elasticsearch.url"))
                .singleElement()
                .asString()
                .contains("http://127.0.0.1:1")
                .endsWith("set validate.connect=false.");
        assertThat(refusals(config)).isEmpty();
    }

    private static Map<String, List<String>> refusals(Map<String, String> config) {
        return new WeComArchiveElasticsearchSinkConnector()
                .validate(config).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    @Test
    void stopsAtATopicOfOtherRecordsAndAdvisesToCorrectTheSetting() throws Exception {
        Map<String, String> config = fixture.config();
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", fixture.deadLetters());
        config.put("errors.deadletterqueue.topic.replication.factor", "1");
        fixture.publishRaw(1);
        ConnectWorker worker = fixture.startWorker();

        worker.putConnector(fixture.connector(), config);

        await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        worker.status(fixture.connector()).tasks())
                .singleElement()
                .satisfies(task -> assertThat(task.trace())
                        .contains("FatalSinkException")
                        .contains("the topic " + fixture.topics().events()
                                + " holds RawRecord, this connector wants ChatEvent")
                        .doesNotContain("errors.deadletterqueue")));
        assertThat(fixture.records(fixture.deadLetters())).isEmpty();
    }

    @Test
    void holdsABoundedAmountWhileTheServerStandsStill() throws Exception {
        Map<String, String> config = fixture.config();
        config.put("buffer.max.bytes", Integer.toString(4 * MEBIBYTE));
        config.put("consumer.override.max.poll.records", "4");
        fixture.publish(Events.text(0, "first"));
        fixture.flush();
        ConnectWorker worker = fixture.startWorker();
        worker.putConnector(fixture.connector(), config);
        awaitCount(1);

        signal("-STOP");
        try {
            String text = "x".repeat(MEBIBYTE / 2);
            for (int seq = 1; seq <= 60; seq++) {
                fixture.publish(Events.message(seq, "m" + seq).setPayload(text).build());
            }
            fixture.flush();
            await().atMost(2, TimeUnit.MINUTES).until(() -> figure("wecom_search_paused") == 1);

            await().during(3, TimeUnit.SECONDS)
                    .atMost(2, TimeUnit.MINUTES)
                    .until(() -> figure("wecom_search_in_flight_bytes") < 6.5 * MEBIBYTE);
        } finally {
            signal("-CONT");
        }

        awaitCount(61);
        await().atMost(2, TimeUnit.MINUTES).until(() -> figure("wecom_search_in_flight_bytes") == 0);
        assertThat(worker.status(fixture.connector()).running()).isTrue();
    }

    @Test
    void itsRoleMayNeitherWriteEventsNorReadAnythingElse() throws Exception {
        TopicAccess client = new TopicAccess(userWith("sink-elasticsearch"));
        Topics topics = fixture.topics();

        assertThatThrownBy(() -> client.write(topics.events())).hasCauseInstanceOf(AuthorizationException.class);
        for (String topic : List.of(topics.raw(), topics.parked(), topics.deadLetters(), fixture.deadLetters())) {
            assertThatThrownBy(() -> client.read(topic)).isInstanceOf(TopicAuthorizationException.class);
        }
    }

    /** Settings of the clients of a user of this test's that has these roles. */
    private Map<String, String> userWith(String... roles) throws Exception {
        String user = "search-user-" + fixture.connector();
        AclCatalog acls = AclCatalog.load(Path.of("../deploy/acls.yaml"));
        Map<String, String> names = Map.of(
                "prefix", fixture.topics().prefix(),
                "connector", fixture.connector(),
                "errors.deadletterqueue.topic.name", fixture.deadLetters());
        for (String role : roles) {
            kafka.grant(acls.bindings(role, "User:" + user, names));
        }
        return kafka.userWithPassword(user);
    }

    private double figure(String name) throws JMException {
        return TaskFigures.value(fixture.connector(), name);
    }

    private static void signal(String name) throws Exception {
        String pid = Long.toString(elasticsearch.process().pid());
        assertThat(new ProcessBuilder("kill", name, pid).start().waitFor()).isZero();
    }

    private void publishMessages(int from, int until) throws Exception {
        for (int seq = from; seq < until; seq++) {
            fixture.publish(Events.message(seq, "m" + seq)
                    .setText("第" + seq + "条消息")
                    .setConversationId("room:" + seq % 10)
                    .build());
        }
        fixture.flush();
    }

    private void stop(ConnectWorker worker) throws Exception {
        worker.rest().stop(fixture.connector());
        await().atMost(2, TimeUnit.MINUTES)
                .until(() -> worker.status(fixture.connector()).tasks().isEmpty());
    }

    private JsonNode message(String msgid) throws Exception {
        return search.document(fixture.alias() + "-2026-11", Events.CORP + ":" + msgid)
                .orElseThrow();
    }

    private void awaitCount(long documents) {
        await().atMost(90, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(search.count(fixture.alias())).isEqualTo(documents));
    }

    private void awaitRecalled(String msgid) {
        await().atMost(2, TimeUnit.MINUTES)
                .ignoreExceptions()
                .until(() -> message(msgid).path("recalled").asBoolean());
    }

    private void awaitCommitted(long records) {
        await().atMost(90, TimeUnit.SECONDS).untilAsserted(() -> assertThat(fixture.committed().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(records));
    }
}
