package org.wecomarchive.sinkelasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.sinkelasticsearch.cluster.ClusterSettings;
import org.wecomarchive.sinkelasticsearch.cluster.ElasticsearchCluster;
import org.wecomarchive.sinkelasticsearch.cluster.IndexCatalog;
import org.wecomarchive.sinkelasticsearch.cluster.ItemResult;
import org.wecomarchive.sinkelasticsearch.cluster.Refresh;
import org.wecomarchive.sinkelasticsearch.cluster.Verdict;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite.Action;
import org.wecomarchive.sinkelasticsearch.document.EventDocuments;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException;
import org.wecomarchive.sinkelasticsearch.failure.FatalSinkException;
import org.wecomarchive.sinkelasticsearch.fixtures.Events;
import org.wecomarchive.sinkelasticsearch.fixtures.RecordingProxy;
import org.wecomarchive.sinkelasticsearch.fixtures.SearchServer;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;
import org.wecomarchive.sinkelasticsearch.layout.IndexTemplate;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;
import org.wecomarchive.sinkelasticsearch.query.ArchiveQuery;
import org.wecomarchive.sinkelasticsearch.recall.Reconciler;
import org.wecomarchive.testkit.connect.RecordedMetrics;

/** What this module relies on in an Elasticsearch; every version that is supported passes it. */
abstract class ElasticsearchContract {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Clock LATER = Clock.fixed(NOW.plusSeconds(7200), ZoneOffset.UTC);
    private static final Instant LAST_MONTH = Instant.parse("2026-10-05T00:00:00Z");
    private static final String ID = Events.CORP + ":m1";

    private final List<ElasticsearchCluster> open = new ArrayList<>();
    private final RecordedMetrics figures = new RecordedMetrics();
    private final SinkMetrics metrics = new SinkMetrics(figures, CLOCK, Recoveries.logged());
    private IndexNames names;
    private ElasticsearchCluster cluster;
    private SearchServer server;
    private Optional<RecordingProxy> proxy = Optional.empty();
    private EventDocuments documents;
    /** Of a connector that goes on; it asks the cluster once for each index. */
    private IndexCatalog running;

    /** Address of a running server. */
    abstract String url();

    /** The beginning of its version, such as {@code 8.19}. */
    abstract String version();

    @BeforeEach
    void connect(TestInfo test) throws IOException {
        names = new IndexNames(
                "t-" + test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT)
                        + Integer.toHexString(test.getDisplayName().hashCode()));
        RecordingProxy recording = RecordingProxy.to(url());
        proxy = Optional.of(recording);
        cluster = ElasticsearchCluster.of(new ClusterSettings(
                List.of(URI.create(recording.url())),
                Optional.empty(),
                Optional.empty(),
                new ClusterSettings.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60))));
        open.add(cluster);
        server = new SearchServer(url());
        documents = new EventDocuments(names, CLOCK);
        running = catalog();
    }

    @AfterEach
    void disconnect() {
        open.forEach(ElasticsearchCluster::close);
        proxy.ifPresent(RecordingProxy::close);
    }

    /** Each request of every test: what the README says that a user needs. There is none where there is no server. */
    @AfterEach
    void asksForNoRightBesideThoseOfTheReadme() {
        proxy.ifPresent(this::requireRights);
    }

    private void requireRights(RecordingProxy recording) {
        String ours = "/" + names.prefix();
        assertThat(recording.requests()).allSatisfy(request -> assertThat(request)
                .matches("(HEAD|GET|PUT) /_index_template" + ours
                        + "|GET " + ours + "-[^/]+/_(mapping|alias)"
                        + "|PUT " + ours + "-[^/_]+(/_mapping)?"
                        + "|POST " + ours + "(-recalls)?/_(search|count)"
                        + "|POST /_aliases|(POST|PUT) /_bulk|POST /_mget"));
    }

    /** A test must not pass on another version than it says. */
    @Test
    void runsOnTheVersionItIsFor() throws Exception {
        JsonNode nodes = server.call("GET", "/_nodes/_local?filter_path=nodes.*.version", "")
                .body()
                .get("nodes");

        assertThat(nodes.elements().next().get("version").asText()).startsWith(version() + ".");
    }

    @Test
    void keepsOneDocumentOfAMessageThatComesTwice() throws Exception {
        List<ItemResult> results = write(Events.text(1, "first"), Delivery.LIVE);
        ChatEvent again =
                ChatEvent.newBuilder(Events.text(1, "first")).setSeq(2).build();

        List<ItemResult> repeated = write(again, Delivery.LIVE);

        assertThat(results).extracting(ItemResult::verdict).containsExactly(Verdict.WRITTEN);
        assertThat(repeated).extracting(ItemResult::verdict).containsExactly(Verdict.EXISTED);
        assertThat(server.count(names.alias())).isEqualTo(1);
        assertThat(document("2026-11", ID).get("seq").asLong()).isEqualTo(1);
    }

    @Test
    void updatesAReplayedMessageAndLeavesItsMarks() throws Exception {
        write(Events.text(1, "as it was read first"), Delivery.LIVE);
        write(Events.recall(2, "m1", Events.SENT_AT.plusSeconds(60)), Delivery.LIVE);
        reconcile(CLOCK);

        write(Events.text(1, "as it is read now"), Delivery.REPLAYED);

        JsonNode document = document("2026-11", ID);
        assertThat(document.get("text").asText()).isEqualTo("as it is read now");
        assertThat(document.get("recalled").asBoolean()).isTrue();
        assertThat(document.get("recalled_by").asText()).isEqualTo("zhangsan");
        assertThat(document.get("recalled_at").asText())
                .isEqualTo(Events.SENT_AT.plusSeconds(60).toString());
    }

    @Test
    void takesAReplayBeforeTheOriginal() throws Exception {
        write(Events.text(1, "as it is read now"), Delivery.REPLAYED);

        List<ItemResult> original = write(Events.text(1, "as it was read first"), Delivery.LIVE);

        assertThat(original).extracting(ItemResult::verdict).containsExactly(Verdict.EXISTED);
        assertThat(document("2026-11", ID).get("text").asText()).isEqualTo("as it is read now");
        assertThat(document("2026-11", ID).get("payload").asText()).contains("m1");
    }

    @Test
    void marksAMessageThatComesAfterItsRecall() throws Exception {
        write(Events.recall(2, "m1", Events.SENT_AT.plusSeconds(60)), Delivery.LIVE);
        reconcile(CLOCK);
        assertThat(document("recalls", Events.CORP + ":r2").get("recall_state").asText())
                .isEqualTo("pending");
        write(Events.text(1, "gone"), Delivery.RELEASED);

        reconcile(LATER);

        assertThat(document("2026-11", ID).get("recalled").asBoolean()).isTrue();
        assertThat(document("recalls", Events.CORP + ":r2").get("recall_state").asText())
                .isEqualTo("applied");
    }

    @Test
    void marksAMessageOfTheMonthBefore() throws Exception {
        ChatEvent old = Events.message(1, "m1")
                .setSentAt(Instant.parse("2026-10-31T23:59:59Z"))
                .build();
        write(old, Delivery.LIVE);
        write(Events.recall(2, "m1", Instant.parse("2026-11-01T00:00:30Z")), Delivery.LIVE);

        reconcile(CLOCK);

        assertThat(document("2026-10", ID).get("recalled").asBoolean()).isTrue();
    }

    @Test
    void marksAnewWhatWasMadeAnewAfterARewind() throws Exception {
        write(Events.text(1, "gone"), Delivery.LIVE);
        write(Events.recall(2, "m1", Events.SENT_AT.plusSeconds(60)), Delivery.LIVE);
        reconcile(CLOCK);
        server.call("DELETE", "/" + names.prefix() + "-2026-11", "");
        running = catalog();

        write(Events.text(1, "gone"), Delivery.LIVE);
        write(Events.recall(2, "m1", Events.SENT_AT.plusSeconds(60)), Delivery.LIVE);
        reconcile(CLOCK);

        assertThat(document("2026-11", ID).get("recalled").asBoolean()).isTrue();
    }

    @Test
    void oneRecallOfAClosedMonthHoldsBackNoOther() throws Exception {
        write(Events.message(1, "m1").setSentAt(LAST_MONTH).build(), Delivery.LIVE);
        write(Events.text(2, "open"), Delivery.LIVE);
        write(Events.recall(3, "m1", LAST_MONTH.plusSeconds(60)), Delivery.LIVE);
        write(Events.recall(4, "m2", Events.SENT_AT.plusSeconds(60)), Delivery.LIVE);
        server.call("POST", "/" + names.prefix() + "-2026-10/_close", "");

        reconcile(CLOCK);

        assertThat(document("recalls", Events.CORP + ":r4").get("recall_state").asText())
                .isEqualTo("applied");
        assertThat(document("recalls", Events.CORP + ":r3").get("recall_state").asText())
                .isEqualTo("pending");
        assertThat(document("2026-11", Events.CORP + ":m2").get("recalled").asBoolean())
                .isTrue();
        assertThat(figures.value("wecom_search_recalls_pending")).isEqualTo(1);
        assertThat(search("open")).containsExactly(Events.CORP + ":m2");
        server.call("POST", "/" + names.prefix() + "-2026-10/_open?wait_for_active_shards=1", "");
        reconcile(LATER);
        assertThat(document("2026-10", ID).get("recalled").asBoolean()).isTrue();
        assertThat(figures.value("wecom_search_recalls_pending")).isZero();
    }

    @Test
    void waitsForAMonthThatIsClosed() throws Exception {
        write(Events.text(1, "first"), Delivery.LIVE);
        server.call("POST", "/" + names.prefix() + "-2026-11/_close", "");

        List<ItemResult> closed = write(Events.text(2, "second"), Delivery.LIVE);
        server.call("POST", "/" + names.prefix() + "-2026-11/_open", "");
        List<ItemResult> opened = write(Events.text(2, "second"), Delivery.LIVE);

        assertThat(closed).extracting(ItemResult::verdict).containsExactly(Verdict.WAIT);
        assertThat(opened).extracting(ItemResult::verdict).containsExactly(Verdict.WRITTEN);
    }

    @Test
    void oneRecallOfAMonthThatIsReadOnlyHoldsBackNoOther() throws Exception {
        write(Events.message(1, "m1").setSentAt(LAST_MONTH).build(), Delivery.LIVE);
        write(Events.text(2, "open"), Delivery.LIVE);
        write(Events.recall(3, "m1", LAST_MONTH.plusSeconds(60)), Delivery.LIVE);
        write(Events.recall(4, "m2", Events.SENT_AT.plusSeconds(60)), Delivery.LIVE);
        String settings = "/" + names.prefix() + "-2026-10/_settings";
        server.call("DELETE", "/" + names.prefix() + "-2026-10/_alias/" + names.prefix() + "-2026-10-write", "");
        server.call("PUT", settings, "{\"index.blocks.read_only\":true}");

        reconcile(CLOCK);

        assertThat(document("recalls", Events.CORP + ":r4").get("recall_state").asText())
                .isEqualTo("applied");
        assertThat(figures.value("wecom_search_recalls_pending")).isEqualTo(1);
        server.call("PUT", settings, "{\"index.blocks.read_only\":null}");
        reconcile(LATER);
        assertThat(document("2026-10", ID).get("recalled").asBoolean()).isTrue();
    }

    @Test
    void marksTheMessageOfARecallWithoutADateInAnyMonth() throws Exception {
        write(
                Events.message(1, "m1")
                        .setSentAt(Instant.parse("2026-03-04T00:00:00Z"))
                        .build(),
                Delivery.LIVE);
        write(
                ChatEvent.newBuilder(Events.recall(2, "m1", Events.SENT_AT))
                        .setSentAt(null)
                        .build(),
                Delivery.LIVE);

        reconcile(CLOCK);

        assertThat(document("2026-03", ID).get("recalled").asBoolean()).isTrue();
        assertThat(document("recalls", Events.CORP + ":r2").get("recall_state").asText())
                .isEqualTo("applied");
    }

    @Test
    void looksInEveryMonthForAMessageThatIsNotInThatOfItsRecall() throws Exception {
        write(
                Events.message(1, "m1")
                        .setSentAt(Instant.parse("2026-03-04T00:00:00Z"))
                        .build(),
                Delivery.LIVE);
        write(Events.recall(2, "m1", Events.SENT_AT), Delivery.LIVE);

        for (int hours = 0; hours < 4; hours++) {
            reconcile(Clock.offset(CLOCK, Duration.ofHours(hours)));
        }

        assertThat(document("2026-03", ID).get("recalled").asBoolean()).isTrue();
    }

    @Test
    void putsAbsurdDatesAside() throws Exception {
        write(Events.message(1, "m1").setSentAt(null).build(), Delivery.LIVE);
        write(
                Events.message(2, "m2")
                        .setSentAt(Instant.parse("2015-12-31T23:59:59Z"))
                        .build(),
                Delivery.LIVE);
        write(
                Events.message(3, "m3")
                        .setSentAt(Instant.parse("2026-11-14T00:00:00Z"))
                        .build(),
                Delivery.LIVE);

        assertThat(server.count(names.undated())).isEqualTo(3);
        assertThat(server.count(names.alias())).isEqualTo(3);
    }

    @Test
    void keepsVeryLongTextsWholeAndHighlightsTheirBeginning() throws Exception {
        String text = "开头的话 " + "很长的正文 ".repeat(250_000) + "结尾的话";
        ChatEvent event = Events.message(1, "m1")
                .setText(text)
                .setPayload("{\"content\":\"" + text + "\"}")
                .setSender("s".repeat(9000))
                .build();

        List<ItemResult> results = write(event, Delivery.LIVE);

        assertThat(results).extracting(ItemResult::verdict).containsExactly(Verdict.WRITTEN);
        assertThat(document("2026-11", ID).get("payload").asText())
                .hasSize(event.getPayload().length());
        server.count(names.alias());
        assertThat(search("结尾的话")).containsExactly(ID);
        JsonNode hit = server.call(
                        "POST",
                        ArchiveQuery.path(names.alias()),
                        ArchiveQuery.words("开头的话").build().json())
                .body()
                .at("/hits/hits/0");
        assertThat(hit.at("/highlight/text.exact/0").asText()).contains("<em>").hasSizeLessThan(500);
        assertThat(hit.get("_source").has("payload")).isFalse();
    }

    @Test
    void refusesADocumentByItsFaultAlone() throws Exception {
        write(Events.text(1, "good"), Delivery.LIVE);
        DocumentWrite bad = raw("m2", "{\"sent_at\":\"secret content\"}");
        DocumentWrite good = raw("m3", "{\"text\":\"good\"}");

        List<ItemResult> results = cluster.bulk(List.of(bad, good), Refresh.LATER);

        assertThat(results).extracting(ItemResult::verdict).containsExactly(Verdict.REJECTED, Verdict.WRITTEN);
        assertThat(results.get(0).type()).matches("(mapper|document)_parsing_exception");
    }

    @Test
    void stopsAtAFieldThatTheMappingDoesNotHave() throws Exception {
        write(Events.text(1, "good"), Delivery.LIVE);

        List<ItemResult> results = cluster.bulk(List.of(raw("m2", "{\"new_field\":1}")), Refresh.LATER);

        assertThat(results).extracting(ItemResult::verdict).containsExactly(Verdict.FATAL);
    }

    @Test
    void sendsNothingToAnIndexThatIsAnothers() throws Exception {
        server.call(
                "PUT",
                "/" + names.prefix() + "-2020-01",
                "{\"mappings\":{\"properties\":{\"a\":{\"type\":\"date\"}}}}");

        assertThatThrownBy(() -> write(Events.text(1, "a"), Delivery.LIVE))
                .isInstanceOf(FatalSinkException.class)
                .hasMessageContaining(names.prefix() + "-2020-01")
                .hasMessageContaining("index.prefix");
    }

    @Test
    void writesNothingBesideTheTemplateWhenTheClusterWasWiped() throws Exception {
        IndexCatalog catalog = catalog();
        String month = names.prefix() + "-2026-11";
        DocumentWrite message = documents.write(Events.text(1, "first"), Delivery.LIVE);
        DocumentWrite recall = documents.write(Events.recall(2, "m1", Events.SENT_AT), Delivery.LIVE);
        catalog.ensure(month);
        catalog.ensureRecalls();
        cluster.bulk(List.of(message, recall), Refresh.NOW);
        server.call("DELETE", "/_index_template/" + names.template(), "");
        server.call("DELETE", "/" + month + "," + names.recalls(), "");

        List<ItemResult> wiped = cluster.bulk(List.of(message, recall), Refresh.NOW);
        int statusMeanwhile = server.call("GET", "/" + names.prefix() + "-*/_alias?allow_no_indices=false", "")
                .status();
        catalog.forget(month);
        catalog.forgetRecalls();
        catalog.ensure(month);
        catalog.ensureRecalls();
        List<ItemResult> again = cluster.bulk(List.of(message, recall), Refresh.NOW);

        assertThat(wiped).extracting(ItemResult::verdict).containsOnly(Verdict.NO_INDEX);
        assertThat(statusMeanwhile).isEqualTo(404);
        assertThat(again).extracting(ItemResult::verdict).containsOnly(Verdict.WRITTEN);
        assertThat(server.count(names.alias())).isEqualTo(2);
        assertThat(search("first")).containsExactly(ID);
        assertThat(figures.value("wecom_search_indices_lost_total")).isEqualTo(2);
    }

    @Test
    void putsTheTemplateAgainBeforeTheNextMonth() throws Exception {
        IndexCatalog catalog = catalog();
        catalog.ensure(names.prefix() + "-2026-10");
        server.call("DELETE", "/_index_template/" + names.template(), "");

        catalog.ensure(names.prefix() + "-2026-11");

        assertThat(cluster.mappingVersions(names.prefix() + "-2026-11"))
                .containsEntry(names.prefix() + "-2026-11", Optional.of(IndexTemplate.MAPPING_VERSION));
        assertThat(server.count(names.alias())).isZero();
        assertThat(figures.value("wecom_search_indices_lost_total")).isZero();
    }

    @Test
    void namesASettingWhoseAnalyzerIsNotInstalled() {
        IndexCatalog catalog = catalog("ik_max_word");

        assertThatThrownBy(() -> catalog.ensureRecalls())
                .isInstanceOf(FatalSinkException.class)
                .hasMessageContaining("text.analyzer")
                .hasMessageContaining("ik_max_word");
    }

    @Test
    void findsWhatItMustAndNothingElse() throws Exception {
        writeAll(SearchQuality.TEXTS);

        assertFinds(SearchQuality.EXPECTATIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fullwidth", "quote-characters", "pasted-page"})
    void findsWhatPeopleMissed(String name) throws Exception {
        SearchCase searches = SearchCase.load(name);
        writeAll(searches.texts());

        assertFinds(searches.expectations());
    }

    @Test
    void findsPassagesOfEveryLengthAndNoOther() throws Exception {
        String passage = lines(0, 230);
        String huge = lines(10_000, 14_000);
        writeAll(Map.of(
                "whole",
                passage,
                "near",
                passage.replace("第115条", "第一百一十五条"),
                "end",
                passage.substring(1000),
                "huge",
                huge,
                "other middle",
                huge.replace("第12000条", "第一万二千条")));

        assertFinds(List.of(
                new SearchQuality.Expectation('"' + passage + '"', List.of("whole")),
                new SearchQuality.Expectation(passage, List.of("whole")),
                new SearchQuality.Expectation('"' + passage.substring(1200) + '"', List.of("whole", "end")),
                new SearchQuality.Expectation("甲方应付款".repeat(2000), List.of()),
                // Of more than 3,000 characters the first and last 1,500 decide.
                new SearchQuality.Expectation('"' + huge + '"', List.of("huge", "other middle")),
                new SearchQuality.Expectation(huge, List.of("huge", "other middle"))));
    }

    private static String lines(int from, int until) {
        return IntStream.range(from, until)
                .mapToObj(line -> "第" + line + "条：甲方应付款")
                .collect(Collectors.joining(" "));
    }

    @Test
    void indexesAndFindsTextsOfEveryKindOfCharacter() throws Exception {
        Map<String, String> texts = new LinkedHashMap<>();
        Random random = new Random(20_261_129);
        String[] signs = {
            "a",
            "é",
            "e\u0301",
            "ﬁ",
            "字",
            "\u2f64",
            "1",
            "１",
            "ｶ",
            "ﾞ",
            " ",
            "\u3000",
            "\r\n",
            "\u200b",
            "\u200d",
            "\u0336",
            "\u0301",
            "👨",
            "👩🏽",
            "\ufe0f",
            "🇨",
            "🇳",
            "\u20e3",
            "🏴",
            "\udb40\udc67",
            "\udb40\udc7f",
            "𠮷",
            "\ufdd0"
        };
        for (int i = 0; i < 300; i++) {
            texts.put(
                    "t" + i,
                    i + ":"
                            + random.ints(30, 0, signs.length)
                                    .mapToObj(sign -> signs[sign])
                                    .collect(Collectors.joining())
                            + "完");
        }

        writeAll(texts);

        for (Map.Entry<String, String> text : texts.entrySet()) {
            assertThat(search('"' + text.getValue() + '"'))
                    .as(text.getValue())
                    .contains(Events.CORP + ":" + text.getKey());
        }
    }

    @Test
    void goesOnWithIndicesOfTheFirstMapping() throws Exception {
        String old = names.prefix() + "-2026-11";
        server.call("PUT", "/" + old, SearchCase.text("index-of-mapping-1.json").replace("ALIAS", names.alias()));

        writeAll(Map.of("old", "电话１３８００１３８０００", "contract", "合同 V2"));
        write(
                Events.message(9, "new")
                        .setText("电话１３８００１３８０００")
                        .setSentAt(LAST_MONTH)
                        .build(),
                Delivery.LIVE);

        assertThat(search("１３８")).contains(Events.CORP + ":old");
        assertThat(search("\"合同 v2\"")).containsExactly(Events.CORP + ":contract");
        assertThat(search("138")).containsExactly(Events.CORP + ":new");
        assertThat(cluster.mappingVersions(old)).containsEntry(old, Optional.of(IndexTemplate.MAPPING_VERSION));
    }

    @Test
    void goesOnBehindAnAliasWithTheNameOfAnIndexThatWasReindexed() throws Exception {
        String month = names.prefix() + "-2026-11";
        write(Events.text(1, "first"), Delivery.LIVE);
        server.call("PUT", "/" + month + "-v2", "");
        JsonNode first = document("2026-11", ID);
        server.call("PUT", "/" + month + "-v2/_doc/" + ID + "?refresh=true", first.toString());
        server.call(
                "POST",
                "/_aliases",
                "{\"actions\":[{\"remove_index\":{\"index\":\"" + month + "\"}},{\"add\":{\"index\":\"" + month
                        + "-v2\",\"alias\":\"" + month + "\"}}]}");
        running = catalog();

        write(Events.text(2, "second"), Delivery.LIVE);
        write(Events.recall(3, "m1", Events.SENT_AT.plusSeconds(60)), Delivery.LIVE);
        reconcile(CLOCK);

        assertThat(search("first")).containsExactly(ID);
        assertThat(search("second")).containsExactly(Events.CORP + ":m2");
        assertThat(document("2026-11-v2", ID).get("recalled").asBoolean()).isTrue();
        assertThat(figures.value("wecom_search_recalls_pending")).isZero();
    }

    private void writeAll(Map<String, String> texts) throws Exception {
        List<DocumentWrite> writes = new ArrayList<>();
        texts.forEach((id, text) -> writes.add(
                documents.write(Events.message(writes.size(), id).setText(text).build(), Delivery.LIVE)));
        catalog().ensure(names.prefix() + "-2026-11");
        assertThat(cluster.bulk(writes, Refresh.NOW))
                .extracting(ItemResult::verdict)
                .containsOnly(Verdict.WRITTEN);
    }

    private void assertFinds(List<SearchQuality.Expectation> expectations) throws Exception {
        SoftAssertions all = new SoftAssertions();
        for (SearchQuality.Expectation expected : expectations) {
            List<String> found = search(expected.words()).stream()
                    .map(id -> id.substring(id.indexOf(':') + 1))
                    .toList();
            all.assertThat(found).as(expected.words()).containsExactlyInAnyOrderElementsOf(expected.finds());
        }
        all.assertAll();
    }

    @Test
    void narrowsByPeopleConversationAndTime() throws Exception {
        write(Events.text(1, "报价"), Delivery.LIVE);
        ChatEvent other = Events.message(2, "m2")
                .setText("报价")
                .setSender("wangwu")
                .setRecipients(List.of("zhangsan"))
                .setConversationId("direct:wangwu|zhangsan")
                .setSentAt(Events.SENT_AT.plusSeconds(60))
                .build();
        write(other, Delivery.LIVE);
        server.count(names.alias());
        String second = Events.CORP + ":m2";

        assertThat(search(ArchiveQuery.words("报价").sender("wangwu"))).containsExactly(second);
        assertThat(search(ArchiveQuery.words("报价").party("lisi"))).containsExactly(ID);
        assertThat(search(ArchiveQuery.words("报价").conversation("direct:wangwu|zhangsan")))
                .containsExactly(second);
        assertThat(search(ArchiveQuery.words("报价").from(other.getSentAt()))).containsExactly(second);
        assertThat(search(ArchiveQuery.words("报价").until(other.getSentAt()))).containsExactly(ID);
        assertThat(search(ArchiveQuery.words("报价").corp("another"))).isEmpty();
        assertThat(search(ArchiveQuery.words(""))).containsExactly(second, ID);
    }

    @Test
    void findsWhatIsDamagedAndSaysSo() throws Exception {
        write(Events.text(1, "完好的合同"), Delivery.LIVE);
        ChatEvent damaged = Events.message(2, "m2")
                .setText("坏了\ufffd的合同")
                .setPayload("{\"text\":{\"content\":\"坏了\ufffd的合同\"}}")
                .setPayloadBytes(ByteBuffer.wrap(new byte[] {(byte) 0xe4, (byte) 0xbd}))
                .setDamaged(true)
                .build();
        write(damaged, Delivery.LIVE);
        String second = Events.CORP + ":m2";

        assertThat(search(ArchiveQuery.words("").damaged())).containsExactly(second);
        assertThat(search(ArchiveQuery.words("的合同").damaged())).containsExactly(second);
        assertThat(search("坏了")).containsExactly(second);
        assertThat(document("2026-11", second).get("damaged").asBoolean()).isTrue();
        assertThat(document("2026-11", second).get("payload").asText()).isEqualTo(damaged.getPayload());
    }

    @Test
    void waitsForAPersonAtTheLimitOfShardsAndGoesOnOnceItIsRaised() throws Exception {
        IndexCatalog catalog = catalog();
        catalog.ensureRecalls();
        limitShards("1");
        ClusterException refused;
        try {
            refused = catchThrowableOfType(ClusterException.class, () -> catalog.ensure(names.prefix() + "-2026-11"));
        } finally {
            limitShards("null");
        }

        List<ItemResult> raised = write(Events.text(1, "first"), Delivery.LIVE);

        assertThat(refused.kind()).isEqualTo(ClusterException.Kind.OPERATOR);
        assertThat(refused.failure().sentence())
                .contains("validation_exception", "cluster.max_shards_per_node", "raise it");
        assertThat(raised).extracting(ItemResult::verdict).containsExactly(Verdict.WRITTEN);
    }

    private void limitShards(String limit) throws Exception {
        int status = server.call(
                        "PUT", "/_cluster/settings", "{\"persistent\":{\"cluster.max_shards_per_node\":" + limit + "}}")
                .status();
        assertThat(status).isEqualTo(200);
    }

    private IndexCatalog catalog() {
        return catalog("cjk");
    }

    private IndexCatalog catalog(String analyzer) {
        return new IndexCatalog(cluster, new IndexTemplate(names, analyzer, 1, 0), metrics);
    }

    private List<ItemResult> write(ChatEvent event, Delivery delivery) throws Exception {
        DocumentWrite write = documents.write(event, delivery);
        running.ensure(write.index());
        return cluster.bulk(List.of(write), Refresh.NOW);
    }

    private DocumentWrite raw(String msgid, String json) {
        return new DocumentWrite(
                Action.CREATE,
                names.prefix() + "-2026-11",
                Events.CORP + ":" + msgid,
                StandardCharsets.UTF_8.encode(json));
    }

    private void reconcile(Clock clock) throws Exception {
        new Reconciler(cluster, running, names, clock, Duration.ofHours(1), metrics).round();
    }

    private JsonNode document(String suffix, String id) throws Exception {
        return server.document(names.prefix() + "-" + suffix, id).orElseThrow();
    }

    private List<String> search(String words) throws Exception {
        return search(ArchiveQuery.words(words));
    }

    private List<String> search(ArchiveQuery.Builder query) throws Exception {
        return server.search(
                ArchiveQuery.path(names.alias()), query.size(100).build().json());
    }
}
