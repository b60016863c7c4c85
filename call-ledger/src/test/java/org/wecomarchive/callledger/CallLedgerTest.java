package org.wecomarchive.callledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.wecomarchive.testkit.time.ManualTime.BEGIN;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.schemas.SdkCalls;
import org.wecomarchive.testkit.time.ManualTime;

final class CallLedgerTest {

    private static final CallResult OK = CallResult.success(SdkFunction.GET_CHAT_DATA);
    private static final CallResult TOO_OFTEN =
            CallResult.declined(SdkFunction.GET_CHAT_DATA, 45009, FailureClass.TRANSIENT);

    private final ManualTime time = ManualTime.endless();
    private final CallLedger ledger = new CallLedger("ww1", Route.DIRECT, time.timing());

    @Test
    void closesAPeriodAtEachFullMinute() {
        ledger.count(OK, Duration.ofMillis(30));
        time.pass(Duration.ofSeconds(59));
        assertThat(ledger.closeIfDue()).isEmpty();

        ledger.count(OK, Duration.ofMillis(12));
        ledger.count(
                CallResult.declined(SdkFunction.GET_CHAT_DATA, 301042, FailureClass.OPERATOR), Duration.ofMillis(7));
        time.pass(Duration.ofSeconds(1));

        assertThat(ledger.closeIfDue())
                .containsExactly(
                        new SdkCalls("ww1", BEGIN, BEGIN.plusSeconds(60), "GetChatData", 0, 0, null, null, 2L, 42L),
                        new SdkCalls(
                                "ww1",
                                BEGIN,
                                BEGIN.plusSeconds(60),
                                "GetChatData",
                                0,
                                301042,
                                "operator",
                                "ours",
                                1L,
                                7L));
        assertThat(ledger.closeIfDue()).isEmpty();
    }

    @Test
    void beginsAtAFullMinuteWheneverItIsOpened() {
        time.pass(Duration.ofSeconds(59));
        CallLedger late = new CallLedger("ww1", Route.DIRECT, time.timing());
        late.count(OK, Duration.ofMillis(30));
        time.pass(Duration.ofSeconds(2));

        assertThat(late.closeIfDue()).singleElement().satisfies(calls -> {
            assertThat(calls.getPeriodStart()).isEqualTo(BEGIN);
            assertThat(calls.getPeriodEnd()).isEqualTo(BEGIN.plusSeconds(60));
        });
    }

    @Test
    void countsACallInTheMinuteInWhichItEnded() {
        time.pass(Duration.ofMillis(59_999));
        ledger.count(OK, Duration.ofMillis(30));
        time.pass(Duration.ofMillis(1));
        ledger.count(OK, Duration.ofMillis(12));
        time.pass(Duration.ofMinutes(3));

        assertThat(ledger.closeIfDue())
                .extracting(SdkCalls::getPeriodStart, SdkCalls::getTotalMs)
                .containsExactly(tuple(BEGIN, 30L), tuple(BEGIN.plusSeconds(60), 12L));
    }

    @Test
    void keepsEachPeriodUntilItIsPublished() {
        ledger.count(OK, Duration.ofMillis(30));
        time.pass(Duration.ofSeconds(60));
        List<SdkCalls> first = ledger.closeIfDue();
        ledger.count(OK, Duration.ofMillis(12));
        time.pass(Duration.ofSeconds(60));
        List<SdkCalls> second = ledger.closeIfDue();

        ledger.published(first.get(0).getPeriodEnd());

        assertThat(ledger.closeAll()).isEqualTo(second);
    }

    @Test
    void closesAPeriodThatIsNotOverWhenAllIsClosed() {
        ledger.count(OK, Duration.ofMillis(30));
        time.pass(Duration.ofSeconds(60));
        ledger.count(OK, Duration.ofMillis(12));

        List<SdkCalls> all = ledger.closeAll();

        assertThat(all).extracting(SdkCalls::getTotalMs).containsExactly(30L, 12L);
        assertThat(all.get(1).getPeriodStart()).isEqualTo(all.get(0).getPeriodEnd());
        assertThat(all.get(1).getPeriodEnd()).isAfter(all.get(1).getPeriodStart());
        assertThat(ledger.closeIfDue()).isEmpty();
    }

    @Test
    void knowsPeriodsApartAfterTheClockWasSetBack() {
        ledger.count(OK, Duration.ofMillis(30));
        time.pass(Duration.ofSeconds(60));
        Instant first = ledger.closeIfDue().get(0).getPeriodEnd();
        time.pass(Duration.ofMinutes(-61));
        ledger.count(OK, Duration.ofMillis(12));
        time.pass(Duration.ofMinutes(1));
        assertThat(ledger.closeIfDue()).singleElement().satisfies(calls -> assertThat(calls.getPeriodEnd())
                .isAfter(first));

        ledger.published(first);

        assertThat(ledger.closeAll()).extracting(SdkCalls::getTotalMs).containsExactly(12L);
    }

    @Test
    void countsApartWhatIsAnotherFaultAboveTheLimitOfCalls() {
        ledger.count(TOO_OFTEN, Duration.ofMillis(1));
        for (int call = 0; call < 600; call++) {
            ledger.count(OK, Duration.ofMillis(1));
        }
        ledger.count(TOO_OFTEN, Duration.ofMillis(1));

        assertThat(ledger.closeAll())
                .extracting(SdkCalls::getErrcode, SdkCalls::getFault, SdkCalls::getCount)
                .containsExactly(tuple(45009, "unclear", 1L), tuple(0, null, 600L), tuple(45009, "ours", 1L));
    }

    @Test
    void asksTheRouteWhoseFaultAnUnreadableAnswerIs() {
        CallLedger proxied = new CallLedger("ww1", Route.PROXY, time.timing());
        CallResult unreadable = CallResult.refused(SdkFunction.GET_CHAT_DATA, 10002, FailureClass.TRANSIENT);
        ledger.count(unreadable, Duration.ofMillis(1));
        proxied.count(unreadable, Duration.ofMillis(1));

        assertThat(ledger.closeAll()).extracting(SdkCalls::getFault).containsExactly("wecom");
        assertThat(proxied.closeAll()).extracting(SdkCalls::getFault).containsExactly("unclear");
    }
}
