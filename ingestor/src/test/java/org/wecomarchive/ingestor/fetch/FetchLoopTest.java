package org.wecomarchive.ingestor.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.cursor.GapDetector;
import org.wecomarchive.ingestor.cursor.SourceOffsets;
import org.wecomarchive.ingestor.cursor.StartRefusedException;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.pace.FetchPacing;
import org.wecomarchive.ingestor.publish.SizeLimit;
import org.wecomarchive.ingestor.publish.SizeLimits;
import org.wecomarchive.ingestor.publish.SourceRecords;
import org.wecomarchive.recovery.Change;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.RecordKeys;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.connect.RecordedMetrics;
import org.wecomarchive.testkit.time.ManualTime;

/** Runs the loop on the test's own thread, in manual time, until that time ends. */
final class FetchLoopTest {

    private static final Duration NOT_AT_ALL = Duration.ZERO;
    private static final Topics TOPICS = new Topics("test");
    private static final String TOO_LARGE = "{\"errcode\":301058,\"errmsg\":\"too large\",\"chatdata\":[]}";

    private final RecordedMetrics recorded = new RecordedMetrics();
    private final List<Change> changes = new ArrayList<>();
    private final Recoveries recoveries = new Recoveries(Time.SYSTEM, changes::add);
    private ManualTime time = ManualTime.endingAfter(Duration.ofSeconds(10));
    private ScriptedSdk sdk = new ScriptedSdk(time);
    private Supplier<Optional<SizeLimit>> limit = Optional::empty;
    private Cursor first = new Cursor(0, 0, 3, Cursor.NEVER);
    private FetchLoop loop;

    @Test
    void givesEachRecordItsOwnPosition() throws InterruptedException {
        sdk.page(5, 9).page(11);

        run();

        assertThat(taken())
                .extracting(record -> SourceOffsets.cursorOf(record.sourceOffset()))
                .extracting(Cursor::seq, Cursor::high, Cursor::partition)
                .containsExactly(tuple(5L, 5L, 3), tuple(9L, 9L, 3), tuple(11L, 11L, 3));
        assertThat(sdk.calls()).extracting(ScriptedSdk.Call::seq).startsWith(0L, 9L, 11L);
    }

    @Test
    void handsEachPageOverAsOneTransaction() throws InterruptedException {
        sdk.page(5, 9).page(11);

        run();

        assertThat(loop.take(NOT_AT_ALL)).hasSize(2);
        assertThat(loop.take(NOT_AT_ALL)).hasSize(1);
        assertThat(loop.take(NOT_AT_ALL)).isEmpty();
    }

    @Test
    void splitsAPageThatIsLargerThanABatchShallBe() throws InterruptedException {
        sdk.answer(() -> pageOf(Map.of(5L, 400, 6L, 400, 7L, 400, 8L, 1500, 9L, 1)));

        run();

        for (List<Long> seqs : List.of(List.of(5L, 6L), List.of(7L), List.of(8L), List.of(9L))) {
            assertThat(loop.take(NOT_AT_ALL))
                    .extracting(record ->
                            SourceOffsets.cursorOf(record.sourceOffset()).seq())
                    .isEqualTo(seqs);
        }
        assertThat(loop.take(NOT_AT_ALL)).isEmpty();
    }

    @Test
    void goesOnBehindTheLastBatchWhereTheRestOfAPageHasToWait() throws InterruptedException {
        AtomicLong asked = new AtomicLong();
        limit = () -> {
            if (asked.incrementAndGet() == 2) {
                throw new TimeoutException("a");
            }
            return Optional.of(new SizeLimit("max.message.bytes of topic test.raw.v1", asked.get() * 1_000_000));
        };
        sdk.answer(() -> pageOf(Map.of(5L, 700, 6L, 700, 7L, 990))).answer(() -> pageOf(Map.of(6L, 700, 7L, 990)));

        run();

        assertThat(sdk.calls()).extracting(ScriptedSdk.Call::seq).startsWith(0L, 5L, 7L);
        assertThat(taken()).hasSize(3);
    }

    /** A page with payloads of so many KiB. */
    private static String pageOf(Map<Long, Integer> payloads) {
        String page = ScriptedSdk.pageOf(
                payloads.keySet().stream().sorted().mapToLong(Long::longValue).toArray());
        for (Map.Entry<Long, Integer> payload : payloads.entrySet()) {
            page = page.replaceFirst(
                    "(\"m" + payload.getKey() + "\".*?\"encrypt_chat_msg\":\")p",
                    "$1" + "p".repeat(payload.getValue() << 10));
        }
        return page;
    }

    @Test
    void marksWhatWasTakenBeforeAsReplayed() throws InterruptedException {
        first = new Cursor(4, 9, 3, Cursor.NEVER);
        sdk.page(5, 9, 10);

        run();

        assertThat(taken())
                .extracting(record ->
                        record.headers().lastWithName(HeaderNames.DELIVERY).value())
                .containsExactly("replayed", "replayed", "live");
    }

    @Test
    void asksForTheNextPageAtOnceWhileRecordsComeAndEverLaterWhenNot() {
        sdk.latency(Duration.ZERO).page(1).page(2);

        run();

        assertThat(sdk.callTimes().subList(0, 3)).containsOnly(Duration.ZERO);
        List<Duration> idle = time.pauses();
        for (int pause = 0; pause < 5; pause++) {
            // Up to a fifth of it is at random.
            assertThat(idle.get(pause).toMillis()).isBetween(80L << pause, 120L << pause);
        }
    }

    @Test
    void neverMovesOnAnEmptyPage() throws InterruptedException {
        first = new Cursor(7, 7, 3, Cursor.NEVER);

        run();

        assertThat(sdk.calls()).extracting(ScriptedSdk.Call::seq).containsOnly(7L);
        assertThat(taken()).isEmpty();
    }

    @Test
    void carriesTheTimeOfTheLastEmptyPageWithEachRecord() throws InterruptedException {
        sdk.latency(Duration.ZERO).page().page(8);

        run();

        assertThat(SourceOffsets.cursorOf(taken().get(0).sourceOffset()))
                .isEqualTo(new Cursor(
                        8,
                        8,
                        3,
                        ManualTime.BEGIN.toEpochMilli(),
                        ManualTime.BEGIN.plus(time.pauses().get(0)).toEpochMilli()));
    }

    @Test
    void backsOffWithGrowingPausesAndLosesNothing() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            sdk.failure(SdkException.ofCode(SdkFunction.GET_CHAT_DATA, 10001));
        }
        sdk.page(5);

        run();

        assertThat(time.pauses().subList(0, 4))
                .satisfiesExactly(
                        pause -> assertThat(pause).isBetween(Duration.ofMillis(160), Duration.ofMillis(240)),
                        pause -> assertThat(pause).isBetween(Duration.ofMillis(320), Duration.ofMillis(480)),
                        pause -> assertThat(pause).isBetween(Duration.ofMillis(640), Duration.ofMillis(960)),
                        pause -> assertThat(pause).isBetween(Duration.ofMillis(800), Duration.ofSeconds(1)));
        assertThat(taken()).hasSize(1);
        assertThat(changes).extracting(Change::phase).containsExactly(Change.Phase.BEGAN, Change.Phase.OVER);
    }

    @Test
    void triesAPageAgainThatCannotBeRead() throws InterruptedException {
        sdk.answer(() -> "{\"errcode\":0,\"chatd").page(5);

        run();

        assertThat(taken()).hasSize(1);
        assertThat(recorded.value(
                        "wecom_sdk_calls_total", Map.of("function", "GetChatData", "code", "10002", "errcode", "0")))
                .isEqualTo(1);
    }

    @Test
    void probesSlowlyWhileAPersonMustAct() {
        time = ManualTime.endingAfter(Duration.ofMinutes(5));
        sdk = new ScriptedSdk(time).latency(Duration.ZERO);
        for (int i = 0; i < 10; i++) {
            sdk.answer(() -> "{\"errcode\":301042,\"chatdata\":[]}");
        }

        run();

        assertThat(sdk.callTimes()).extracting(Duration::toSeconds).containsExactly(0L, 60L, 120L, 180L, 240L, 300L);
        assertThat(recorded.value("wecom_state")).isEqualTo(3);
        assertThat(recorded.value("wecom_failure_code")).isEqualTo(301042);
    }

    @Test
    void opensANewSessionForAnExpiredToken() throws InterruptedException {
        sdk.answer(() -> "{\"errcode\":42001,\"chatdata\":[]}").page(5);

        run();

        assertThat(sdk.sessions()).isEqualTo(2);
        assertThat(taken()).hasSize(1);
    }

    @Test
    void halvesThePageAfterACrashAndGrowsItBack() {
        sdk.failure(crash(SdkCrashException.Kind.ABORTED)).page(5).page(6).page(7);

        run();

        assertThat(sdk.calls()).extracting(ScriptedSdk.Call::limit).startsWith(100, 50, 60, 70, 80);
    }

    @Test
    void halvesThePageAfterATimeOut() {
        sdk.latency(Duration.ofSeconds(3))
                .failure(SdkException.ofCode(SdkFunction.GET_CHAT_DATA, 10001))
                .page(5);

        run();

        assertThat(sdk.calls()).extracting(ScriptedSdk.Call::limit).startsWith(100, 50);
    }

    @Test
    void neverBlamesAPageForAProcessThatWasKilled() throws InterruptedException {
        time = ManualTime.endingAfter(Duration.ofMinutes(5));
        sdk = new ScriptedSdk(time);
        for (int i = 0; i < 20; i++) {
            sdk.failure(crash(SdkCrashException.Kind.ENDED));
        }
        sdk.then((seq, limit) -> seq < 5 ? ScriptedSdk.pageOf(5) : ScriptedSdk.pageOf());

        run();

        assertThat(taken()).extracting(SourceRecord::topic).contains(TOPICS.raw());
    }

    @Test
    void neverBlamesAPageForAnOutageInWhichCallsHang() throws InterruptedException {
        time = ManualTime.endingAfter(Duration.ofMinutes(5));
        sdk = new ScriptedSdk(time);
        for (int i = 0; i < 20; i++) {
            sdk.failure(crash(SdkCrashException.Kind.HUNG));
        }
        sdk.then((seq, limit) -> seq < 5 ? ScriptedSdk.pageOf(5) : ScriptedSdk.pageOf());

        run();

        assertThat(taken()).extracting(SourceRecord::topic).contains(TOPICS.raw());
    }

    @Test
    void neverBlamesAPageForACrashOfTheSessionsOpening() throws InterruptedException {
        time = ManualTime.endingAfter(Duration.ofMinutes(5));
        sdk = new ScriptedSdk(time);
        for (int i = 0; i < 20; i++) {
            sdk.failure(new SdkCrashException(
                    SdkFunction.INIT, SdkCrashException.Kind.ABORTED, true, "the library crashed"));
        }
        sdk.page(5);

        run();

        assertThat(sdk.calls()).extracting(ScriptedSdk.Call::limit).containsOnly(100);
        assertThat(taken()).extracting(SourceRecord::topic).contains(TOPICS.raw());
    }

    @Test
    void asksAtOnceForLessWhereAPageIsTooLarge() throws InterruptedException {
        time = ManualTime.endingAfter(Duration.ofMinutes(5));
        sdk = new ScriptedSdk(time);
        AtomicLong seq = new AtomicLong();
        for (int i = 0; i < 210; i++) {
            sdk.answer(() -> lastLimit() > 20 ? TOO_LARGE : ScriptedSdk.pageOf(seq.incrementAndGet()));
        }

        run();

        List<ScriptedSdk.Call> calls = sdk.calls().subList(0, 210);
        assertThat(calls).extracting(ScriptedSdk.Call::limit).startsWith(100, 50, 25, 12, 12, 12);
        assertThat(calls.get(3).at().minus(calls.get(0).at())).isLessThan(Duration.ofMillis(100));
        assertThat(calls).filteredOn(call -> call.limit() > 20).hasSizeLessThan(10);
        assertThat(changes).isEmpty();
        assertThat(taken())
                .filteredOn(record -> record.topic().equals(TOPICS.raw()))
                .hasSize(207);
    }

    @Test
    void namesTheRecordThatIsTooLargeEvenAlone() {
        time = ManualTime.endingAfter(Duration.ofMinutes(5));
        sdk = new ScriptedSdk(time);
        for (int i = 0; i < 10; i++) {
            sdk.answer(() -> TOO_LARGE);
        }

        run();

        assertThat(sdk.calls()).extracting(ScriptedSdk.Call::limit).startsWith(100, 50, 25, 12, 6, 3, 1, 1);
        assertThat(changes.get(0).failure().failureClass()).isEqualTo(FailureClass.OPERATOR);
        assertThat(changes.get(0).failure().sentence()).contains("after seq 0");
    }

    @ParameterizedTest
    @CsvSource({"45009, 60", "40001, 300"})
    void leavesWeComAloneWhereItBlocksWhoGoesOnCalling(int errcode, int seconds) {
        time = ManualTime.endingAfter(Duration.ofHours(1));
        sdk = new ScriptedSdk(time);
        for (int i = 0; i < 4; i++) {
            sdk.answer(() -> "{\"errcode\":" + errcode + ",\"chatdata\":[]}");
        }

        run();

        List<ScriptedSdk.Call> calls = sdk.calls();
        for (int i = 1; i < 4; i++) {
            assertThat(calls.get(i).at().minus(calls.get(i - 1).at()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(seconds));
        }
    }

    private int lastLimit() {
        List<ScriptedSdk.Call> calls = sdk.calls();
        return calls.get(calls.size() - 1).limit();
    }

    @Test
    void failsOnceForASequenceThatStaysBrokenAfterAllThatCameBefore() throws InterruptedException {
        sdk.page(5).page(5).page(5).page(5).page(5);

        run();

        assertThat(sdk.sessions()).isEqualTo(4);
        assertThat(loop.take(NOT_AT_ALL)).hasSize(1);
        assertThatThrownBy(() -> loop.take(NOT_AT_ALL))
                .isInstanceOf(FatalIngestException.class)
                .hasMessageContaining("seq 5 after 5");
        assertThat(loop.take(NOT_AT_ALL)).isEmpty();
    }

    @Test
    void asksAgainOnANewSessionWhereTheOrderOfSeqsIsBroken() throws InterruptedException {
        sdk.page(5).page(5).page(9, 8).page(7, 7).page(8);

        run();

        assertThat(sdk.sessions()).isEqualTo(3);
        assertThat(taken())
                .extracting(SourceRecord::key)
                .isEqualTo(List.of(RecordKeys.of("ww1", 5), RecordKeys.of("ww1", 7), RecordKeys.of("ww1", 8)));
        assertThat(changes).extracting(Change::phase).containsExactly(Change.Phase.BEGAN, Change.Phase.OVER);
        assertThat(recorded.value(
                        "wecom_sdk_calls_total", Map.of("function", "GetChatData", "code", "10002", "errcode", "0")))
                .isEqualTo(2);
    }

    @Test
    void stopsBeforeAPageWithARecordThatIsTooLargeAndKeepsWhatCameBefore() throws InterruptedException {
        limit = () -> Optional.of(new SizeLimit("max.message.bytes of topic test.raw.v1", 600));
        sdk.page(5).answer(() -> ScriptedSdk.pageOf(6, 7).replaceFirst("m7", "m".repeat(400)));

        run();

        assertThat(loop.take(NOT_AT_ALL)).hasSize(1);
        assertThatThrownBy(() -> loop.take(NOT_AT_ALL))
                .isInstanceOf(FatalIngestException.class)
                .hasMessageContaining("corp ww1 with seq 7")
                .hasMessageContaining("(600)");
    }

    @Test
    void waitsForBrokersThatDoNotTellHowLargeARecordMayBe() throws InterruptedException {
        Iterator<RuntimeException> troubles =
                List.<RuntimeException>of(new TimeoutException("a")).iterator();
        limit = () -> {
            if (troubles.hasNext()) {
                throw troubles.next();
            }
            return Optional.empty();
        };
        sdk.page(5).page(5);

        run();

        assertThat(taken()).hasSize(1);
    }

    @Test
    void claimsNothingBeforeAPageHasArrived() throws InterruptedException {
        time = ManualTime.endingAfter(Duration.ofMinutes(15));
        sdk = new ScriptedSdk(time);
        sdk.failure(SdkException.ofCode(SdkFunction.INIT, 10001))
                .answer(() -> "{\"errcode\":40001,\"chatdata\":[]}")
                .answer(() -> "{\"errcode\":301042,\"chatdata\":[]}")
                .page(5);
        ClaimedBeginning beginning = new ClaimedBeginning(sdk, List.of(first), false);

        run(beginning);

        assertThat(beginning.callsBefore).containsExactly(4);
        assertThat(taken()).extracting(SourceRecord::topic).contains(TOPICS.raw());
    }

    @Test
    void handsNothingOverWhileItCannotPull() throws InterruptedException {
        time = ManualTime.endingAfter(Duration.ofMinutes(40));
        sdk = new ScriptedSdk(time);
        for (int i = 0; i < 10; i++) {
            sdk.answer(() -> "{\"errcode\":40001,\"chatdata\":[]}");
        }

        run();

        assertThat(taken()).isEmpty();
    }

    @Test
    void findsItsPositionAgainWhereAnotherOnePulledUntilNow() throws InterruptedException {
        sdk.page(5).page(9);
        ClaimedBeginning beginning = new ClaimedBeginning(sdk, List.of(first, new Cursor(8, 8, 4, Cursor.NEVER)), true);

        run(beginning);

        assertThat(sdk.calls()).extracting(ScriptedSdk.Call::seq).startsWith(0L, 8L, 9L);
        assertThat(taken())
                .extracting(record -> SourceOffsets.cursorOf(record.sourceOffset()))
                .extracting(Cursor::seq, Cursor::high, Cursor::partition)
                .containsExactly(tuple(9L, 9L, 4));
        assertThat(beginning.callsBefore).containsExactly(1);
    }

    @Test
    void asksForTheCorpAgainWhereBrokersDidNotAnswer() throws InterruptedException {
        sdk.page(5).page(5);
        ClaimedBeginning beginning = new ClaimedBeginning(sdk, List.of(first), false);
        beginning.troubles.add(new TimeoutException("a"));

        run(beginning);

        assertThat(beginning.callsBefore).containsExactly(1, 2);
        assertThat(taken()).hasSize(1);
    }

    @Test
    void handsNothingOverWhereTheCorpIsAnothers() throws InterruptedException {
        sdk.page(5);
        ClaimedBeginning beginning = new ClaimedBeginning(sdk, List.of(first), false);
        beginning.troubles.add(new StartRefusedException("another connector"));

        run(beginning);

        assertThatThrownBy(() -> loop.take(NOT_AT_ALL))
                .isInstanceOf(FatalIngestException.class)
                .hasMessageContaining("another connector");
        assertThat(loop.take(NOT_AT_ALL)).isEmpty();
    }

    @Test
    void failsForAFatalCodeThatStaysWithItsRemedy() {
        for (int i = 0; i < 4; i++) {
            sdk.failure(SdkException.ofCode(SdkFunction.GET_CHAT_DATA, 10000));
        }

        run();

        assertThatThrownBy(this::taken).isInstanceOf(FatalIngestException.class).hasMessageContaining("10000");
        assertThat(sdk.sessions()).isEqualTo(4);
    }

    @Test
    void asksAgainOnANewSessionAfterAFatalCode() throws InterruptedException {
        sdk.failure(SdkException.ofCode(SdkFunction.GET_CHAT_DATA, 10000)).page(5);

        run();

        assertThat(sdk.sessions()).isEqualTo(2);
        assertThat(taken()).hasSize(1);
    }

    @Test
    void waitsForBrokersAndRegistryAtTheBeginning() throws InterruptedException {
        Iterator<RuntimeException> troubles = List.<RuntimeException>of(
                        new TimeoutException("a"), new TimeoutException("b"))
                .iterator();
        sdk.page(5);

        run(() -> {
            if (troubles.hasNext()) {
                throw troubles.next();
            }
            return first;
        });

        assertThat(taken()).hasSize(1);
        assertThat(time.pauses()).hasSizeGreaterThan(2);
    }

    @Test
    void failsWhereNothingSaysWhereToBegin() {
        run(() -> {
            throw new StartRefusedException("set start.from");
        });

        assertThatThrownBy(this::taken).isInstanceOf(FatalIngestException.class).hasMessageContaining("start.from");
        assertThat(sdk.calls()).isEmpty();
    }

    @Test
    void recordsASilenceLongerThanTheRetentionOnceInFrontOfThePageThatEndedIt() throws InterruptedException {
        Instant caughtUp = ManualTime.BEGIN.minus(Duration.ofDays(6));
        first = new Cursor(40, 40, 3, caughtUp.toEpochMilli());
        sdk.latency(Duration.ZERO).page(90, 91).page(92);

        run();

        List<SourceRecord> transaction = loop.take(NOT_AT_ALL);
        assertThat(transaction)
                .extracting(SourceRecord::topic)
                .containsExactly(TOPICS.gaps(), TOPICS.raw(), TOPICS.raw());
        assertThat(new String((byte[]) transaction.get(0).value(), StandardCharsets.UTF_8))
                .contains("\"seq_before\": 40", "\"first_seq_after\": 90");
        assertThat(SourceOffsets.cursorOf(transaction.get(0).sourceOffset()).seq())
                .isEqualTo(40);
        assertThat(loop.take(NOT_AT_ALL)).extracting(SourceRecord::topic).containsExactly(TOPICS.raw());
        assertThat(recorded.value("wecom_gaps_total")).isEqualTo(1);
    }

    @Test
    void recordsTheCallsOfEachMinuteWithThePositionAlsoWhenIdle() throws InterruptedException {
        time = ManualTime.endingAfter(Duration.ofSeconds(135));
        sdk = new ScriptedSdk(time);
        first = new Cursor(7, 9, 3, Cursor.NEVER);

        run();

        List<SourceRecord> calls = taken();
        assertThat(calls).extracting(SourceRecord::topic).containsOnly(TOPICS.calls());
        assertThat(calls).extracting(SourceRecord::key).containsOnly("ww1");
        assertThat(calls).allSatisfy(record -> assertThat(
                        record.headers().lastWithName(HeaderNames.CAUGHT_UP).value())
                .isEqualTo(String.valueOf(record.sourceOffset().get("caughtUp"))));
        assertThat(calls).hasSize(3);
        assertThat(calls)
                .extracting(record -> SourceOffsets.cursorOf(record.sourceOffset()))
                .allSatisfy(cursor -> {
                    assertThat(cursor.seq()).isEqualTo(7);
                    assertThat(cursor.high()).isEqualTo(9);
                    assertThat(cursor.caughtUp()).isPresent();
                });
    }

    @Test
    void waitsForAPersonAndIsNotCaughtUpWhileRecordsPassThePositionBy() {
        time = ManualTime.endingAfter(Duration.ofMinutes(15));
        sdk = new ScriptedSdk(time);
        first = new Cursor(1000, 1000, 3, ManualTime.BEGIN.toEpochMilli());
        sdk.then((seq, limit) ->
                seq < 905 && time.passed().toMinutes() >= 5 ? ScriptedSdk.pageOf(905) : ScriptedSdk.pageOf());

        run(behind(900));

        assertThat(recorded.value("wecom_state")).isEqualTo(3);
        assertThat(recorded.value("wecom_caught_up_age_seconds")).isGreaterThanOrEqualTo(240);
        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).failure().failureClass()).isEqualTo(FailureClass.OPERATOR);
        assertThat(changes.get(0).failure().sentence()).contains("seq 905 first", "seq and high 900");
    }

    private void run() {
        run(behind(first.high()));
    }

    /** The raw topic's last live record is the one with {@code lastLive}. */
    private Beginning behind(long lastLive) {
        return new Beginning() {
            @Override
            public Cursor find() {
                return first;
            }

            @Override
            public OptionalLong lastSeq() {
                return OptionalLong.of(lastLive);
            }
        };
    }

    private void run(Beginning beginning) {
        IngestMetrics metrics = new IngestMetrics(recorded, time.clock(), Duration.ofDays(5), recoveries);
        CorpCredentials corp = new CorpCredentials("ww1", "not-a-real-secret", "", "", Duration.ofSeconds(3));
        SourceRecords records =
                new SourceRecords("ww1", TOPICS, TextEncoder.encoders(), new SizeLimits(TOPICS, List.of(), limit));
        FetchPacing pacing = new FetchPacing(
                new FetchPacing.Calls(100, 600),
                new FetchPacing.Pauses(
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1),
                        new FetchPacing.Blocked(Duration.ofMinutes(1), Duration.ofMinutes(5))),
                new FetchPacing.Buffer(1000, Long.MAX_VALUE),
                time.timing());
        loop = new FetchLoop(
                new Archive(() -> sdk, corp),
                beginning,
                records,
                new GapDetector("ww1", Duration.ofDays(5), time.clock()),
                pacing,
                metrics,
                recoveries);
        loop.run();
        Thread.interrupted();
    }

    private List<SourceRecord> taken() throws InterruptedException {
        List<SourceRecord> all = new ArrayList<>();
        List<SourceRecord> batch = loop.take(NOT_AT_ALL);
        while (!batch.isEmpty()) {
            all.addAll(batch);
            batch = loop.take(NOT_AT_ALL);
        }
        return all;
    }

    private static SdkCrashException crash(SdkCrashException.Kind kind) {
        return new SdkCrashException(SdkFunction.GET_CHAT_DATA, kind, true, "the library crashed");
    }

    /** Notes after how many calls it was asked for the corp. */
    private static final class ClaimedBeginning implements Beginning {

        private final ScriptedSdk sdk;
        private final Iterator<Cursor> positions;
        private final boolean anotherPulled;
        private final List<Integer> callsBefore = new ArrayList<>();
        private final Queue<RuntimeException> troubles = new ArrayDeque<>();

        ClaimedBeginning(ScriptedSdk sdk, List<Cursor> positions, boolean anotherPulled) {
            this.sdk = sdk;
            this.positions = positions.iterator();
            this.anotherPulled = anotherPulled;
        }

        @Override
        public Cursor find() {
            return positions.next();
        }

        @Override
        public boolean claim() {
            callsBefore.add(sdk.calls().size());
            if (!troubles.isEmpty()) {
                throw troubles.remove();
            }
            return anotherPulled;
        }
    }
}
