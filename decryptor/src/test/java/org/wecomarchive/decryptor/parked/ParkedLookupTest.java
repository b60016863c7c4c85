package org.wecomarchive.decryptor.parked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wecomarchive.decryptor.parked.ParkedLookup.Answer.NOT_PARKED;
import static org.wecomarchive.decryptor.parked.ParkedLookup.Answer.PARKED;
import static org.wecomarchive.decryptor.parked.ParkedLookup.Answer.UNKNOWN;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.wecomarchive.decryptor.fixtures.ParkedTopic;
import org.wecomarchive.decryptor.fixtures.Records;

final class ParkedLookupTest {

    private final AtomicLong nanoTime = new AtomicLong();
    private final ParkedTopic topic = new ParkedTopic("test.parked.v1");
    private final ParkedLookup lookup = topic.lookup(nanoTime);
    private final ParkedLookup.View view = lookup.view();

    @Test
    void knowsWhatIsParkedAndWhatIsResolved() {
        topic.park(1);
        topic.park(2);
        topic.park(2);
        topic.resolve(2);
        topic.resolve(3);

        assertThat(view.of(key(1))).isEqualTo(PARKED);
        assertThat(view.of(key(2))).isEqualTo(NOT_PARKED);
        assertThat(view.of(key(3))).isEqualTo(NOT_PARKED);
        assertThat(view.of(new ParkedKey("another corp", 1))).isEqualTo(NOT_PARKED);
    }

    @Test
    void followsWhatIsReleasedMeanwhile() {
        topic.park(1);
        view.of(key(1));

        topic.resolve(1);

        assertThat(view.of(key(1))).isEqualTo(NOT_PARKED);
    }

    @Test
    void knowsNothingBeforeWhatTheTaskBeforeHasWrittenIsDecided() {
        topic.leaveUndecided(1);
        ParkedLookup.Answer whileOpen = view.of(key(1));

        topic.leaveUndecided(0);
        topic.park(1);

        assertThat(whileOpen).isEqualTo(UNKNOWN);
        assertThat(view.of(key(1))).isEqualTo(PARKED);
        assertThat(view.of(key(2))).isEqualTo(NOT_PARKED);
    }

    @Test
    void neverCallsNotParkedWhatTheSameTaskHasParkedInItsOpenTransaction() {
        view.of(key(1));

        view.parked(key(1));

        assertThat(view.of(key(1))).isEqualTo(UNKNOWN);
        assertThat(view.of(key(2))).isEqualTo(NOT_PARKED);
    }

    @Test
    void looksAgainForATaskThatBeginsLater() {
        view.of(key(1));
        topic.leaveUndecided(1);

        assertThat(lookup.view().of(key(1))).isEqualTo(UNKNOWN);
        assertThat(view.of(key(1))).isEqualTo(NOT_PARKED);
    }

    @Test
    void waitsAboutASecondForTheFirstAnswerAndShortlyForOthers() {
        topic.leaveUndecided(1);

        view.of(key(1));
        long first = nanoTime.get();
        view.of(key(1));

        assertThat(Duration.ofNanos(first)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1100));
        assertThat(Duration.ofNanos(nanoTime.get() - first)).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void asksBrokersThatAreAwayOnlyNowAndThen() {
        topic.goAway(true);
        ParkedLookup.Answer whileAway = view.of(key(1));
        topic.goAway(false);
        ParkedLookup.Answer atOnce = view.of(key(1));

        nanoTime.addAndGet(Duration.ofSeconds(30).toNanos());

        assertThat(whileAway).isEqualTo(UNKNOWN);
        assertThat(atOnce).isEqualTo(UNKNOWN);
        assertThat(view.of(key(1))).isEqualTo(NOT_PARKED);
    }

    private static ParkedKey key(long seq) {
        return new ParkedKey(Records.CORP, seq);
    }
}
