package org.wecomarchive.ingestor.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.wecomarchive.callledger.CallBudget;
import org.wecomarchive.callledger.CallLedger;
import org.wecomarchive.callledger.Route;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.pace.PageLimit;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.testkit.connect.RecordedMetrics;
import org.wecomarchive.testkit.time.ManualTime;

/** WeCom's seqs are a set; a call shows the first one after the seq that it names. */
final class PositionCheckTest {

    private static final long LAST_LIVE = 900;
    private static final Duration LATER = Duration.ofMinutes(10);

    private final ManualTime time = ManualTime.endless();
    private final TreeSet<Long> atWeCom = new TreeSet<>(List.of(850L, LAST_LIVE));
    private final ScriptedSdk sdk = new ScriptedSdk(time).then((seq, limit) -> firstAfter(seq));
    private boolean crashing;

    @Test
    void asksNothingOfAPositionAtTheEndOfTheRawTopicOrBelow() throws InterruptedException {
        for (long seq : List.of(LAST_LIVE, 500L)) {
            PositionCheck check = check(OptionalLong.of(LAST_LIVE));
            check.caughtUp(at(seq));
            time.pass(LATER);
            check.caughtUp(at(seq));
        }

        assertThat(sdk.calls()).isEmpty();
    }

    @Test
    void findsRecordsThatPassThePositionBy() throws InterruptedException {
        PositionCheck check = check(OptionalLong.of(LAST_LIVE));
        check.caughtUp(at(1_000_000_000));
        atWeCom.add(903L);
        time.pass(LATER);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> check.caughtUp(at(1_000_000_000)))
                    .isInstanceOf(PassedOverException.class)
                    .hasMessageContaining("seq 903 first")
                    .hasMessageContaining("seq and high 900");
        }
    }

    @Test
    void findsThemBehindThoseThatWereThereBefore() throws InterruptedException {
        atWeCom.addAll(List.of(905L, 906L, 950L));
        PositionCheck check = check(OptionalLong.of(LAST_LIVE));
        check.caughtUp(at(1000));
        time.pass(LATER);
        assertThatCode(() -> check.caughtUp(at(1000))).doesNotThrowAnyException();
        atWeCom.add(951L);
        time.pass(LATER);

        assertThatThrownBy(() -> check.caughtUp(at(1000))).hasMessageContaining("seq 951 first");
    }

    @Test
    void findsThemWhereTheRawTopicHasNoRecord() throws InterruptedException {
        PositionCheck check = check(OptionalLong.empty());
        check.caughtUp(at(1000));
        atWeCom.add(901L);
        time.pass(LATER);

        assertThatThrownBy(() -> check.caughtUp(at(1000))).hasMessageContaining("seq and high 0");
    }

    @Test
    void asksOncePerTenMinutesAfterTheFirstLook() throws InterruptedException {
        PositionCheck check = check(OptionalLong.of(LAST_LIVE));
        check.caughtUp(at(1000));
        int first = sdk.calls().size();

        for (int minute = 0; minute < 60; minute++) {
            time.pass(Duration.ofMinutes(1));
            check.caughtUp(at(1000));
        }

        assertThat(first).isLessThan(10);
        assertThat(sdk.calls()).hasSizeBetween(first + 5, first + 6);
        assertThat(sdk.calls()).extracting(ScriptedSdk.Call::limit).containsOnly(1);
    }

    @Test
    void asksNoMoreWhereThePositionIsARecord() throws InterruptedException {
        atWeCom.add(1000L);
        PositionCheck check = check(OptionalLong.of(LAST_LIVE));
        check.caughtUp(at(1000));
        int first = sdk.calls().size();

        time.pass(LATER);
        check.caughtUp(at(1000));

        assertThat(sdk.calls()).hasSize(first);
    }

    @Test
    void asksNoMoreOnceARecordHasCome() throws InterruptedException {
        PositionCheck check = check(OptionalLong.of(LAST_LIVE));
        check.arrived();

        check.caughtUp(at(1000));

        assertThat(sdk.calls()).isEmpty();
    }

    @Test
    void takesNoNoticeOfARecordThatWasSkippedBecauseItCrashes() throws InterruptedException {
        crashing = true;
        PositionCheck check = check(OptionalLong.of(LAST_LIVE));

        for (int minute = 0; minute < 600; minute++) {
            check.caughtUp(at(LAST_LIVE + 1));
            time.pass(Duration.ofMinutes(1));
        }

        assertThat(sdk.calls()).hasSizeBetween(4, 6);
    }

    private String firstAfter(long after) throws SdkCrashException {
        if (crashing) {
            throw new SdkCrashException(
                    SdkFunction.GET_CHAT_DATA, SdkCrashException.Kind.ABORTED, true, "the library crashed");
        }
        Long seq = atWeCom.higher(after);
        return seq == null ? ScriptedSdk.pageOf() : ScriptedSdk.pageOf(seq);
    }

    private static Cursor at(long seq) {
        return new Cursor(seq, Math.max(seq, LAST_LIVE), 3, Cursor.NEVER);
    }

    private PositionCheck check(OptionalLong lastLive) {
        CorpCredentials corp = new CorpCredentials("ww1", "not-a-real-secret", "", "", Duration.ofSeconds(3));
        IngestMetrics metrics = new IngestMetrics(
                new RecordedMetrics(), time.clock(), Duration.ofDays(5), new Recoveries(Time.SYSTEM, change -> {}));
        PagePuller puller = new PagePuller(
                new Archive(() -> sdk, corp),
                new CallBudget(600, time.timing()),
                new PageLimit(100),
                new CallLedger("ww1", Route.DIRECT, time.timing()),
                metrics,
                time.timing());
        return new PositionCheck(lastLive, puller, time.timing());
    }
}
