package org.wecomarchive.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.MockTime;
import org.junit.jupiter.api.Test;
import org.wecomarchive.recovery.Change.Phase;

final class RecoveriesTest {

    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final Failure AWAY = Failure.of(FailureClass.TRANSIENT, "no connection");
    private static final Failure REFUSED = Failure.of(FailureClass.OPERATOR, "401");

    private final MockTime time = new MockTime();
    private final List<Change> changes = new ArrayList<>();
    private final Recoveries recoveries = new Recoveries(time, changes::add);
    private final Recovery bulk = open("bulk");

    @Test
    void reportsATroubleOnceHoweverOftenItIsTried() {
        bulk.failed(AWAY);
        bulk.failed(AWAY);

        assertThat(phases()).containsExactly(Phase.BEGAN);
    }

    @Test
    void namesTheFailureOfTheWorstOffUntilItIsOver() {
        assertThat(recoveries.failure()).isEmpty();

        bulk.failed(REFUSED);
        open("other").failed(AWAY);
        assertThat(recoveries.failure()).contains(REFUSED);

        bulk.over();
        assertThat(recoveries.failure()).contains(AWAY);
    }

    @Test
    void takesAnotherFigureInTheSentenceForTheSameTrouble() {
        bulk.failed(new Failure(FailureClass.TRANSIENT, "NOT_STARTED", "may start again in 3073 ms"));
        bulk.failed(new Failure(FailureClass.TRANSIENT, "NOT_STARTED", "may start again in 4990 ms"));

        assertThat(phases()).containsExactly(Phase.BEGAN);
    }

    @Test
    void reportsAnotherReasonAsOneThatBeginsAndNothingAsOver() {
        bulk.failed(AWAY);
        bulk.failed(REFUSED);

        assertThat(changes)
                .extracting(Change::phase, Change::failure)
                .containsExactly(tuple(Phase.BEGAN, AWAY), tuple(Phase.BEGAN, REFUSED));
    }

    @Test
    void repeatsEveryTenMinutesWhatLastsAlsoForAPerson() {
        bulk.failed(REFUSED);
        time.sleep(Duration.ofMinutes(9).toMillis());
        bulk.failed(REFUSED);
        time.sleep(Duration.ofMinutes(1).toMillis());
        bulk.failed(REFUSED);
        bulk.failed(REFUSED);
        time.sleep(Duration.ofMinutes(10).toMillis());
        bulk.failed(REFUSED);

        assertThat(phases()).containsExactly(Phase.BEGAN, Phase.LASTS, Phase.LASTS);
    }

    @Test
    void reportsASecondOutageAfterTheFirstIsOver() {
        bulk.failed(AWAY);
        bulk.over();
        bulk.over();
        bulk.failed(AWAY);

        assertThat(phases()).containsExactly(Phase.BEGAN, Phase.OVER, Phase.BEGAN);
    }

    @Test
    void reportsManyOfOneNameWithOneTroubleOnce() {
        Recovery second = open("bulk");
        bulk.failed(AWAY);
        second.failed(AWAY);
        bulk.over();
        List<Phase> whileOneHasIt = phases();
        second.over();

        assertThat(whileOneHasIt).containsExactly(Phase.BEGAN);
        assertThat(phases()).containsExactly(Phase.BEGAN, Phase.OVER);
    }

    @Test
    void theSuccessOfOneDoesNotHideTheTroubleOfAnother() {
        Recovery recalls = open("recalls");
        recalls.failed(REFUSED);
        bulk.over();
        State during = recoveries.state();
        recalls.over();

        assertThat(during).isEqualTo(State.WAITING_FOR_OPERATOR);
        assertThat(recoveries.state()).isEqualTo(State.RUNNING);
        assertThat(phases()).containsExactly(Phase.BEGAN, Phase.OVER);
    }

    @Test
    void startsUntilSomethingHasWorkedAndShowsTheWorst() {
        State first = recoveries.state();
        bulk.failed(AWAY);
        State away = recoveries.state();
        open("recalls").failed(REFUSED);

        assertThat(List.of(first, away, recoveries.state()))
                .containsExactly(State.STARTING, State.BACKING_OFF, State.WAITING_FOR_OPERATOR);
    }

    @Test
    void whatIsGivenUpCountsNoLonger() {
        bulk.failed(AWAY);
        bulk.close();

        assertThat(recoveries.state()).isEqualTo(State.STARTING);
    }

    @Test
    void waitsLongerAfterEachFailureAndSteadilyForAPerson() {
        Duration first = bulk.failed(AWAY);
        Duration second = bulk.failed(AWAY);
        Duration third = bulk.failed(REFUSED);
        bulk.over();
        Duration again = bulk.failed(AWAY);

        assertThat(first).isBetween(Duration.ofMillis(80), Duration.ofMillis(120));
        assertThat(second).isBetween(Duration.ofMillis(160), Duration.ofMillis(240));
        assertThat(third).isEqualTo(PROBE);
        assertThat(again).isBetween(Duration.ofMillis(80), Duration.ofMillis(120));
    }

    @Test
    void aFatalFailureHasNoNextAttempt() {
        assertThatThrownBy(() -> bulk.failed(Failure.of(FailureClass.FATAL, "wrong configuration")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(recoveries.state()).isEqualTo(State.STARTING);
    }

    private Recovery open(String what) {
        return recoveries.open(what, new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10)), PROBE);
    }

    private List<Phase> phases() {
        return changes.stream().map(Change::phase).toList();
    }
}
