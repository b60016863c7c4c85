package org.wecomarchive.ingestor.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wecomarchive.ingestor.pace.ManualTime.BEGIN;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.ingestor.pace.ManualTime;
import org.wecomarchive.ingestor.pace.Timing;
import org.wecomarchive.schemas.SdkCalls;

final class CallLedgerTest {

    private static final CallResult OK = CallResult.success(SdkFunction.GET_CHAT_DATA);

    private final ManualTime time = ManualTime.endless();
    private final CallLedger ledger = new CallLedger("ww1", time.timing());

    @Test
    void closesAPeriodOnceAMinute() {
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
    void beginsTheNextPeriodWhereTheLastOneEnded() {
        ledger.count(OK, Duration.ofMillis(30));
        time.pass(Duration.ofSeconds(75));
        ledger.closeIfDue();
        ledger.count(OK, Duration.ofMillis(1));
        time.pass(Duration.ofSeconds(60));

        assertThat(ledger.closeIfDue()).singleElement().satisfies(calls -> {
            assertThat(calls.getPeriodStart()).isEqualTo(BEGIN.plusSeconds(75));
            assertThat(calls.getCount()).isEqualTo(1);
        });
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
        ledger.closeIfDue();
        ledger.count(OK, Duration.ofMillis(12));

        List<SdkCalls> all = ledger.closeAll();

        assertThat(all).extracting(SdkCalls::getTotalMs).containsExactly(30L, 12L);
        assertThat(all.get(1).getPeriodStart()).isEqualTo(all.get(0).getPeriodEnd());
        assertThat(all.get(1).getPeriodEnd()).isAfter(all.get(1).getPeriodStart());
    }

    @Test
    void knowsPeriodsApartAfterTheClockWasSetBack() {
        Clock back = Clock.fixed(BEGIN.minusSeconds(3600), ZoneOffset.UTC);
        CallLedger set = new CallLedger(
                "ww1", new Timing(back, time.timing().ticker(), time.timing().sleeper()));
        set.count(OK, Duration.ofMillis(30));
        Instant first = set.closeAll().get(0).getPeriodEnd();
        set.count(OK, Duration.ofMillis(12));
        set.closeAll();

        set.published(first);

        assertThat(set.closeAll()).extracting(SdkCalls::getTotalMs).containsExactly(12L);
    }
}
