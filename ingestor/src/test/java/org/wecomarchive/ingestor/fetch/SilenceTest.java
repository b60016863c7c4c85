package org.wecomarchive.ingestor.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.cursor.GapDetector;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.pace.FetchPacing;
import org.wecomarchive.ingestor.publish.SizeLimits;
import org.wecomarchive.ingestor.publish.SourceRecords;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.schemas.Gap;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.connect.RecordedMetrics;
import org.wecomarchive.testkit.time.ManualTime;

/**
 * Whatever WeCom drops before it was pulled lies in a gap, and nothing is listed that was not in danger.
 *
 * <p>WeCom's side is a tenant that gets a record each minute and keeps it for five days: the record with seq n is sent n
 * minutes after {@link #ZERO}. Times are of the test's begin.
 */
final class SilenceTest {

    private static final Duration RETENTION = Duration.ofDays(5);
    private static final Instant ZERO = ManualTime.BEGIN.minus(Duration.ofDays(11));
    private static final Topics TOPICS = new Topics("test");

    private final RecordedMetrics recorded = new RecordedMetrics();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Long> dropped = new ArrayList<>();
    private final List<Outage> outages = new ArrayList<>();
    private ManualTime time;
    private int pageLimit = 100;

    /** A time in which every call fails. */
    private record Outage(Duration from, Duration to) {

        boolean covers(Duration passed) {
            return passed.compareTo(from) >= 0 && passed.compareTo(to) < 0;
        }
    }

    @Test
    void listsASecondLossWhileBehind() {
        outages.add(new Outage(Duration.ofMillis(200), Duration.ofHours(10)));

        run(caughtUp(Duration.ofDays(6)), Duration.ofHours(30));

        assertThat(gaps).hasSize(2);
        assertListed();
    }

    @Test
    void listsALossOnceWhilePageFollowsPage() {
        pageLimit = 2;

        run(caughtUp(Duration.ofDays(6)), Duration.ofHours(30));

        assertThat(gaps).hasSize(1);
        assertListed();
    }

    @Test
    void listsALossBeforeTheFirstPage() {
        outages.add(new Outage(Duration.ZERO, Duration.ofHours(10)));

        run(new Cursor(0, 0, 3, Cursor.NEVER), Duration.ofHours(30));

        assertThat(gaps).hasSize(1);
        assertListed();
    }

    @Test
    void listsALossBeforeTheFirstEmptyPage() {
        outages.add(new Outage(Duration.ofMillis(200), Duration.ofHours(10)));

        run(new Cursor(0, 0, 3, Cursor.NEVER), Duration.ofHours(30));

        assertThat(gaps).hasSize(1);
        assertListed();
    }

    @Test
    void listsNothingWhereACorpIsPulledForTheFirstTime() {
        run(new Cursor(0, 0, 3, Cursor.NEVER), Duration.ofHours(30));

        assertThat(gaps).isEmpty();
    }

    @Test
    void listsNothingWhereAnOutageIsShorterThanTheRetention() {
        outages.add(new Outage(Duration.ZERO, Duration.ofDays(4)));

        run(caughtUp(Duration.ofMinutes(1)), Duration.ofDays(7));

        assertThat(dropped).isEmpty();
        assertThat(gaps).isEmpty();
    }

    @Test
    void listsNothingOfABusyCorpThatKeepsUp() {
        ScriptedSdk.Rule threeRecordsSinceTheLastCall = (seq, limit) -> ScriptedSdk.pageOf(seq + 1, seq + 2, seq + 3);
        Duration busy = Duration.ofDays(11);

        run(caughtUp(Duration.ZERO), busy, Duration.ofSeconds(50), threeRecordsSinceTheLastCall);

        assertThat(gaps).isEmpty();
        assertThat(recorded.value("wecom_time_left_seconds")).isGreaterThan(119 * 3600);
    }

    @Test
    void listsACorpWhosePagesAreHalfFull() {
        pageLimit = 6;
        ScriptedSdk.Rule half = (seq, limit) -> ScriptedSdk.pageOf(seq + 1, seq + 2, seq + 3);

        run(caughtUp(Duration.ZERO), Duration.ofDays(6), Duration.ofSeconds(49), half);

        assertThat(gaps).hasSize(1);
    }

    @Test
    void listsACorpThatHasAFullPageAfterEachShortOne() {
        pageLimit = 6;
        ScriptedSdk.Rule everySecondFull = (seq, limit) -> seq % 8 == 0
                ? ScriptedSdk.pageOf(seq + 1, seq + 2, seq + 3, seq + 4, seq + 5, seq + 6)
                : ScriptedSdk.pageOf(seq + 1, seq + 2);

        run(
                new Cursor(0, 0, 3, ManualTime.BEGIN.toEpochMilli()),
                Duration.ofDays(6),
                Duration.ofSeconds(49),
                everySecondFull);

        assertThat(gaps).hasSize(1);
    }

    private static Cursor caughtUp(Duration ago) {
        Instant moment = ManualTime.BEGIN.minus(ago);
        long seq = Duration.between(ZERO, moment).toMinutes();
        return new Cursor(seq, seq, 3, moment.toEpochMilli());
    }

    /** What was never offered to the ingestor although it had begun; what was sent before that is not its promise. */
    private void assertListed() {
        List<Long> promised = dropped.stream()
                .filter(seq -> !sentAt(seq).isBefore(gaps.get(0).getSilentFrom()))
                .toList();
        assertThat(promised).isNotEmpty().allSatisfy(seq -> assertThat(gaps)
                .anySatisfy(gap -> assertThat(sentAt(seq)).isBetween(gap.getSilentFrom(), gap.getSilentTo())));
    }

    private static Instant sentAt(long seq) {
        return ZERO.plus(Duration.ofMinutes(seq));
    }

    private String answer(long seq, int limit) throws SdkException {
        if (outages.stream().anyMatch(outage -> outage.covers(time.passed()))) {
            throw SdkException.ofCode(SdkFunction.GET_CHAT_DATA, 10001);
        }
        long newest = Duration.between(ZERO, time.instant()).toMinutes();
        long oldest = Duration.between(ZERO, time.instant().minus(RETENTION))
                .plusMinutes(1)
                .toMinutes();
        LongStream.range(seq + 1, oldest).forEach(dropped::add);
        long from = Math.max(seq + 1, oldest);
        return ScriptedSdk.pageOf(
                LongStream.rangeClosed(from, Math.min(newest, from + limit - 1)).toArray());
    }

    private void run(Cursor first, Duration length) {
        run(first, length, Duration.ofMillis(100), this::answer);
    }

    private void run(Cursor first, Duration length, Duration latency, ScriptedSdk.Rule rule) {
        time = ManualTime.endingAfter(length);
        Instant end = time.instant().plus(length);
        ScriptedSdk sdk = new ScriptedSdk(time).latency(latency).then((seq, limit) -> {
            if (time.instant().isAfter(end)) {
                // Nobody sleeps while pages have records, so time does not end by itself.
                Thread.currentThread().interrupt();
            }
            return rule.give(seq, limit);
        });
        Recoveries recoveries = new Recoveries(Time.SYSTEM, change -> {});
        IngestMetrics metrics = new IngestMetrics(recorded, time.clock(), RETENTION, recoveries);
        CorpCredentials corp = new CorpCredentials("ww1", "not-a-real-secret", "", "", Duration.ofSeconds(3));
        SourceRecords records = new SourceRecords(
                "ww1",
                TOPICS,
                new SourceRecords.Encoders(TextEncoder::encode, this::listed, TextEncoder::encode, () -> {}),
                new SizeLimits(TOPICS, List.of(), Optional::empty));
        FetchPacing pacing = new FetchPacing(
                new FetchPacing.Calls(pageLimit, 600),
                new FetchPacing.Pauses(
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(1),
                        new FetchPacing.Blocked(Duration.ofMinutes(1), Duration.ofMinutes(5))),
                new FetchPacing.Buffer(1_000_000, Long.MAX_VALUE),
                time.timing());
        new FetchLoop(
                        new Archive(() -> sdk, corp),
                        () -> first,
                        records,
                        new GapDetector("ww1", RETENTION, time.clock()),
                        pacing,
                        metrics,
                        recoveries)
                .run();
        Thread.interrupted();
    }

    private byte[] listed(Gap gap) {
        gaps.add(gap);
        return TextEncoder.encode(gap);
    }
}
