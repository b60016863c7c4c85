package org.wecomarchive.ingestor.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wecomarchive.ingestor.page.ArchivedRecord;
import org.wecomarchive.ingestor.page.Page;
import org.wecomarchive.schemas.Gap;
import org.wecomarchive.testkit.time.ManualTime;

final class GapDetectorTest {

    private static final Duration RETENTION = Duration.ofDays(5);
    private static final Instant BEGIN = ManualTime.BEGIN;
    private static final Page EMPTY = new Page(0, List.of(), 0, 0);
    private static final Page FROM_90 = new Page(0, List.of(new ArchivedRecord(90, "m", 1, "k", "p", "")), 0, 0);

    private final ManualTime time = ManualTime.endless();
    private final GapDetector gaps = new GapDetector("ww1", RETENTION, time.clock());
    private final Cursor caughtUp = new Cursor(42, 42, 0, BEGIN.toEpochMilli());

    @Test
    void findsNoGapWithinTheRetention() {
        assertThat(gap(FROM_90, caughtUp, BEGIN.plus(RETENTION))).isEmpty();
    }

    @Test
    void listsTheSilentPeriodThatAPageEnds() {
        Instant arrived = BEGIN.plus(Duration.ofHours(130));

        assertThat(gap(FROM_90, caughtUp, arrived))
                .hasValue(new Gap("ww1", BEGIN, BEGIN.plus(Duration.ofHours(10)), 42L, 90L, arrived));
    }

    @Test
    void listsASilenceAfterWhichNothingCameToo() {
        Instant arrived = BEGIN.plus(RETENTION).plusMillis(1);

        assertThat(gap(EMPTY, caughtUp, arrived))
                .hasValue(new Gap("ww1", BEGIN, BEGIN.plusMillis(1), 42L, null, arrived));
    }

    @Test
    void listsASilenceWhateverWasServedBetween() {
        Cursor behind = caughtUp.servedAt(BEGIN.plus(Duration.ofDays(4)));
        Instant arrived = BEGIN.plus(RETENTION).plusMillis(1);

        assertThat(gap(FROM_90, behind, arrived))
                .hasValue(new Gap("ww1", BEGIN, BEGIN.plusMillis(1), 42L, 90L, arrived));
    }

    @Test
    void goesOnBehindAGapWhereTheGapEnded() {
        Instant arrived = BEGIN.plus(Duration.ofHours(130));

        assertThat(gaps.detect(FROM_90, Optional.empty(), caughtUp, arrived).cursor())
                .isEqualTo(caughtUp.caughtUpAt(BEGIN.plus(Duration.ofHours(10))).servedAt(arrived));
        assertThat(gaps.detect(EMPTY, Optional.of(arrived), caughtUp, arrived).cursor())
                .isEqualTo(caughtUp.caughtUpAt(arrived));
    }

    @Test
    void repeatsNoGapWhilePageFollowsPage() {
        Instant arrived = BEGIN.plus(Duration.ofHours(130));
        Cursor behind =
                gaps.detect(FROM_90, Optional.empty(), caughtUp, arrived).cursor();

        for (int page = 0; page < 72 * 60; page++) {
            arrived = arrived.plus(Duration.ofMinutes(1));
            GapDetector.Detection detection = gaps.detect(FROM_90, Optional.empty(), behind, arrived);
            assertThat(detection.gap()).isEmpty();
            behind = detection.cursor();
        }
    }

    @Test
    void listsAFurtherLossWhileBehindInAGapThatJoinsTheOneBefore() {
        Instant first = BEGIN.plus(Duration.ofHours(130));
        Cursor behind = gaps.detect(FROM_90, Optional.empty(), caughtUp, first).cursor();
        behind = gaps.detect(FROM_90, Optional.empty(), behind, first.plusSeconds(1))
                .cursor();
        Instant second = first.plusSeconds(62);

        assertThat(gap(FROM_90, behind, second))
                .hasValue(new Gap("ww1", first.minus(RETENTION), second.minus(RETENTION), 42L, 90L, second));
    }

    @Test
    void listsEveryRetentionOfACorpThatIsNeverCaughtUp() {
        Instant arrived = BEGIN.plus(Duration.ofHours(130));
        Cursor behind =
                gaps.detect(FROM_90, Optional.empty(), caughtUp, arrived).cursor();
        int found = 0;

        for (int page = 0; page <= 10 * 24 * 60; page++) {
            arrived = arrived.plus(Duration.ofMinutes(1));
            GapDetector.Detection detection = gaps.detect(FROM_90, Optional.empty(), behind, arrived);
            found += detection.gap().isPresent() ? 1 : 0;
            behind = detection.cursor();
        }

        assertThat(found).isEqualTo(1);
    }

    @Test
    void listsNothingOnceCaughtUpAgain() {
        Cursor behind = gaps.detect(FROM_90, Optional.empty(), caughtUp, BEGIN.plus(Duration.ofHours(130)))
                .cursor();
        Instant over = BEGIN.plus(Duration.ofHours(131));
        Cursor again = gaps.detect(EMPTY, Optional.of(over.minusSeconds(3555)), behind, over.minusSeconds(3555))
                .cursor();

        assertThat(gap(FROM_90, again, over.plus(Duration.ofDays(4)))).isEmpty();
    }

    @Test
    void takesAPageWithRecordsForCaughtUpWhereItShowsThat() {
        Instant asked = BEGIN.plus(Duration.ofDays(4));
        Cursor after = gaps.detect(FROM_90, Optional.of(asked), caughtUp, asked.plusSeconds(1))
                .cursor();

        assertThat(after).isEqualTo(caughtUp.caughtUpAt(asked).servedAt(asked.plusSeconds(1)));
    }

    @Test
    void exposesEverythingThatWeComStillHasWhereNothingIsKnown() {
        Cursor fresh = new Cursor(0, 0, 0, Cursor.NEVER);

        assertThat(gaps.asOfNow(fresh))
                .isEqualTo(fresh.caughtUpAt(BEGIN.minus(RETENTION)).servedAt(BEGIN));
    }

    @Test
    void listsALossBeforeTheFirstCaughtUpPage() {
        Cursor fresh = gaps.asOfNow(new Cursor(0, 0, 0, Cursor.NEVER));
        Cursor begun = gaps.detect(FROM_90, Optional.empty(), fresh, BEGIN.plusSeconds(10))
                .cursor();
        Instant arrived = BEGIN.plus(Duration.ofHours(3));

        assertThat(gap(FROM_90, fresh, BEGIN.plusSeconds(10))).isEmpty();
        assertThat(gap(FROM_90, begun, arrived))
                .hasValue(new Gap("ww1", BEGIN.minus(RETENTION), arrived.minus(RETENTION), 0L, 90L, arrived));
    }

    @Test
    void exposesWhatWasSentSinceTheLastPageThatIsKnown() {
        Instant served = BEGIN.minus(Duration.ofHours(7));
        Cursor found = new Cursor(42, 42, 0, Cursor.NEVER, served.toEpochMilli());

        assertThat(gaps.asOfNow(found)).isEqualTo(found.caughtUpAt(served.minus(RETENTION)));
        assertThat(gap(FROM_90, found, BEGIN)).isPresent();
    }

    @Test
    void takesAMomentInTheFutureForNoKnowledge() {
        Cursor ahead = caughtUp.caughtUpAt(BEGIN.plus(Duration.ofDays(10)));
        Cursor known = gaps.asOfNow(ahead);
        Instant arrived = BEGIN.plus(Duration.ofHours(3));

        assertThat(known).isEqualTo(ahead.caughtUpAt(BEGIN.minus(RETENTION)).servedAt(BEGIN));
        assertThat(gap(FROM_90, known, BEGIN)).isEmpty();
        assertThat(gap(FROM_90, known, arrived)).isPresent();
    }

    @Test
    void bearsClocksThatDifferABit() {
        Cursor ahead = caughtUp.caughtUpAt(BEGIN.plusSeconds(30)).servedAt(BEGIN.plusSeconds(20));

        assertThat(gaps.asOfNow(ahead)).isEqualTo(caughtUp.caughtUpAt(BEGIN).servedAt(BEGIN));
    }

    @Test
    void accountsUpToTheLastCaughtUpPageOrTheEndOfTheLastGap() {
        time.pass(Duration.ofDays(7));
        Instant served = BEGIN.plus(Duration.ofDays(4));

        assertThat(gaps.accountedUpTo(caughtUp)).isEqualTo(BEGIN);
        assertThat(gaps.accountedUpTo(caughtUp.servedAt(served))).isEqualTo(BEGIN);
    }

    @Test
    void accountsUpToWhatTheLastPageStillOfferedWhileBehind() {
        time.pass(Duration.ofDays(7));
        Instant served = BEGIN.plus(Duration.ofDays(6));

        assertThat(gaps.accountedUpTo(caughtUp.servedAt(served))).isEqualTo(served.minus(RETENTION));
    }

    private Optional<Gap> gap(Page page, Cursor before, Instant arrived) {
        return gaps.detect(page, page.caughtUp() ? Optional.of(arrived) : Optional.empty(), before, arrived)
                .gap();
    }
}
