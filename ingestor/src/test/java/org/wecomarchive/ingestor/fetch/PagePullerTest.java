package org.wecomarchive.ingestor.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wecomarchive.callledger.CallBudget;
import org.wecomarchive.callledger.CallLedger;
import org.wecomarchive.callledger.Route;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.pace.PageLimit;
import org.wecomarchive.ingestor.page.ArchivedRecord;
import org.wecomarchive.ingestor.page.Page;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.testkit.connect.RecordedMetrics;
import org.wecomarchive.testkit.time.ManualTime;

/** Failures that follow a record, and failures that follow nothing: the archive answers by a rule. */
final class PagePullerTest {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int ROUNDS = 200;

    private final RecordedMetrics recorded = new RecordedMetrics();
    private final ManualTime time = ManualTime.endless();
    private final ScriptedSdk sdk = new ScriptedSdk(time);
    private final TreeSet<Long> archive = new TreeSet<>();
    private final Set<Long> poisoned = new HashSet<>();
    private final List<Long> pulled = new ArrayList<>();
    private final List<SdkException> failures = new ArrayList<>();
    private final PagePuller puller = new PagePuller(
            new Archive(() -> sdk, new CorpCredentials("ww1", "not-a-real-secret", "", "", Duration.ofSeconds(10))),
            new CallBudget(600, time.timing()),
            new PageLimit(1000),
            new CallLedger("ww1", Route.DIRECT, time.timing()),
            new IngestMetrics(recorded, time.clock(), Duration.ofDays(5), new Recoveries(Time.SYSTEM, change -> {})),
            time.timing());
    private long seq;

    static Stream<Arguments> faultsOfARecord() {
        return Stream.of(
                Arguments.of("10002", code(10002)),
                Arguments.of("10003", code(10003)),
                Arguments.of("unknown code", code(10099)),
                Arguments.of("expired", code(10010)),
                Arguments.of("wrong parameter", code(10000)),
                Arguments.of("no content", fatal()),
                Arguments.of("no seq", (ScriptedSdk.Rule)
                        (seq, limit) -> "{\"errcode\":0,\"chatdata\":[{\"seq\":null,\"msgid\":\"m\"}]}"),
                Arguments.of("busy", (ScriptedSdk.Rule) (seq, limit) -> "{\"errcode\":-1,\"chatdata\":[]}"),
                Arguments.of("unknown errcode", (ScriptedSdk.Rule) (seq, limit) -> "{\"errcode\":99,\"chatdata\":[]}"),
                Arguments.of("too large", (ScriptedSdk.Rule) (seq, limit) -> "{\"errcode\":301058,\"chatdata\":[]}"),
                Arguments.of("crash", crash(SdkCrashException.Kind.ABORTED)),
                Arguments.of("exit", crash(SdkCrashException.Kind.ENDED)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultsOfARecord")
    void deliversWhatIsInFrontOfARecordThatCannotBeFetchedAndNamesIt(String name, ScriptedSdk.Rule fault) {
        archive(LongStream.rangeClosed(1, 400));
        poison(fault, 77);

        assertThatThrownBy(this::pull)
                .isInstanceOf(FatalIngestException.class)
                .hasMessageStartingWith("the first record after seq 76 ")
                .hasMessageContaining("archivectl skip")
                .hasMessageContaining("--through 77");

        assertThat(pulled).isEqualTo(seqs(1, 76));
        assertThat(sdk.calls()).hasSizeLessThan(100);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultsOfARecord")
    void goesOnBehindARecordThatWasSkipped(String name, ScriptedSdk.Rule fault) throws Exception {
        archive(LongStream.rangeClosed(1, 400));
        poison(fault, 77, 78, 200);
        seq = 77;

        assertThatThrownBy(this::pull).hasMessageStartingWith("the first record after seq 77 ");

        seq = 78;
        assertThatThrownBy(this::pull).hasMessageStartingWith("the first record after seq 199 ");
        assertThat(pulled).isEqualTo(seqs(79, 199));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultsOfARecord")
    void blamesNoRecordWhileNothingCanBeFetched(String name, ScriptedSdk.Rule fault) throws Exception {
        archive(LongStream.rangeClosed(1, 400));
        boolean stopsForGood = name.equals("wrong parameter") || name.equals("no content");
        int[] left = {stopsForGood ? 3 : 60};
        sdk.then((asked, limit) -> left[0]-- > 0 ? fault.give(asked, limit) : pageAfter(asked, limit));

        pull();

        assertThat(pulled).isEqualTo(seqs(1, 400));
    }

    @Test
    void keepsItsPageLimitWhileNothingCanBeFetched() throws Exception {
        archive(LongStream.rangeClosed(1, 400));
        int[] left = {60};
        sdk.then((asked, limit) -> left[0]-- > 0 ? code(10002).give(asked, limit) : pageAfter(asked, limit));

        pull();

        assertThat(recorded.value("wecom_page_limit")).isEqualTo(1000);
        assertThat(sdk.calls()).extracting(ScriptedSdk.Call::limit).containsOnly(1000, 1);
    }

    /** A third of all calls fails at random, whatever they ask for. */
    @Test
    void blamesNoRecordForAnEnvironmentThatFailsNowAndThen() throws Exception {
        archive(LongStream.rangeClosed(1, 20_000));
        Random random = new Random(44);
        sdk.then((asked, limit) ->
                random.nextInt(3) == 0 ? code(10002).give(asked, limit) : pageAfter(asked, Math.min(limit, 20)));

        pull();

        assertThat(pulled).as("seed 44").isEqualTo(seqs(1, 20_000));
    }

    @Test
    void findsAnotherRecordBehindTheFirstOneThereIs() {
        archive(LongStream.of(905, 1000, 1001));
        poison(code(10002), 905);

        assertThatThrownBy(this::pull).hasMessageStartingWith("the first record after seq 0 ");
    }

    @Test
    void saysNothingOfTheOnlyRecordThereIs() throws Exception {
        archive(LongStream.of(905));
        poison(code(10002), 905);

        assertThat(pullFor(ROUNDS)).isFalse();

        archive(LongStream.of(905, 906));
        assertThatThrownBy(this::pull).hasMessageStartingWith("the first record after seq 0 ");
    }

    @Test
    void waitsForAPersonWhereOneRecordIsAlwaysLate() throws Exception {
        archive(LongStream.rangeClosed(1, 100));
        poison(crash(SdkCrashException.Kind.HUNG), 77);

        assertThat(pullFor(ROUNDS)).isFalse();

        assertThat(pulled).isEqualTo(seqs(1, 76));
        SdkException last = failures.get(failures.size() - 1);
        assertThat(last.failureClass()).isEqualTo(FailureClass.OPERATOR);
        assertThat(last.remedy()).contains("after seq 76", "call.timeout.ms");

        poisoned.clear();
        pull();
        assertThat(pulled).isEqualTo(seqs(1, 100));
    }

    @Test
    void waitsForAPersonBeforeItStopsAtARecordThatIsTooLarge() {
        archive(LongStream.rangeClosed(1, 10));
        poison((asked, limit) -> "{\"errcode\":301058,\"chatdata\":[]}", 7);

        assertThatThrownBy(this::pull).isInstanceOf(FatalIngestException.class);

        assertThat(failures).hasSizeGreaterThan(2).allSatisfy(failure -> {
            assertThat(failure.failureClass()).isEqualTo(FailureClass.OPERATOR);
            assertThat(failure.remedy()).contains("after seq 6", "--through 7");
        });
    }

    @Test
    void takesAProcessThatDoesNotStartForNoControl() {
        archive(LongStream.rangeClosed(1, 10));
        int[] calls = {0};
        sdk.then((asked, limit) -> {
            calls[0]++;
            if (calls[0] % 3 == 0) {
                throw new SdkCrashException(
                        SdkFunction.GET_CHAT_DATA, SdkCrashException.Kind.NOT_STARTED, false, "may not start yet");
            }
            return answer(crash(SdkCrashException.Kind.ABORTED), asked, limit);
        });
        poisoned.add(7L);

        assertThatThrownBy(this::pull).hasMessageStartingWith("the first record after seq 6 ");
    }

    @Test
    void countsEveryCallAndStaysWithinTheBudget() {
        archive(LongStream.rangeClosed(1, 400));
        poison(code(10002), 77);

        assertThatThrownBy(this::pull).isInstanceOf(FatalIngestException.class);

        double counted = recorded.value("wecom_sdk_calls_total", call("GetChatData", "0"))
                + recorded.value("wecom_sdk_calls_total", call("GetChatData", "10002"));
        assertThat(counted).isEqualTo(sdk.calls().size());
    }

    private static Map<String, String> call(String function, String code) {
        return Map.of("function", function, "code", code, "errcode", "0");
    }

    private void archive(LongStream seqs) {
        seqs.forEach(archive::add);
    }

    private void poison(ScriptedSdk.Rule fault, long... seqs) {
        LongStream.of(seqs).forEach(poisoned::add);
        sdk.then((asked, limit) -> answer(fault, asked, limit));
    }

    private String answer(ScriptedSdk.Rule fault, long asked, int limit) throws SdkException {
        boolean hit = after(asked, limit).anyMatch(poisoned::contains);
        return hit ? fault.give(asked, limit) : pageAfter(asked, limit);
    }

    private LongStream after(long asked, int limit) {
        return archive.tailSet(asked, false).stream().mapToLong(Long::longValue).limit(limit);
    }

    private String pageAfter(long asked, int limit) {
        return ScriptedSdk.pageOf(after(asked, limit).toArray());
    }

    private void pull() throws InterruptedException {
        assertThat(pullFor(5000)).as("caught up").isTrue();
    }

    /** Pulls until it is caught up; whether it was after so many calls and pauses. */
    private boolean pullFor(int rounds) throws InterruptedException {
        for (int round = 0; round < rounds; round++) {
            try {
                Page page = puller.pull(seq).page();
                if (page.caughtUp()) {
                    return true;
                }
                page.records().stream().map(ArchivedRecord::seq).forEach(pulled::add);
                seq = pulled.get(pulled.size() - 1);
            } catch (SdkException e) {
                assertThat(e.failureClass()).isNotEqualTo(FailureClass.FATAL);
                failures.add(e);
                time.pass(PAUSE);
            }
        }
        return false;
    }

    private static List<Long> seqs(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static ScriptedSdk.Rule code(int code) {
        return (seq, limit) -> {
            throw SdkException.ofCode(SdkFunction.GET_CHAT_DATA, code);
        };
    }

    private static ScriptedSdk.Rule fatal() {
        return (seq, limit) -> {
            throw new SdkException(SdkFunction.GET_CHAT_DATA, 0, FailureClass.FATAL, "unexpected type in the process");
        };
    }

    private static ScriptedSdk.Rule crash(SdkCrashException.Kind kind) {
        return (seq, limit) -> {
            throw new SdkCrashException(SdkFunction.GET_CHAT_DATA, kind, true, "the library is gone");
        };
    }
}
