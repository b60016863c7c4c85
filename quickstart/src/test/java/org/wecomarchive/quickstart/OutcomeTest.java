package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wecomarchive.testkit.ledger.Balance;

class OutcomeTest {

    private static final Balance BALANCE = new Balance(20, 17, 2, 1, 0, 0, 0, 0, 0, 0);

    @Test
    void isOneLineOfJson() {
        assertThat(new Outcome(20, BALANCE, 10, 2.5).json(Map.of()))
                .isEqualTo(
                        "{\"source\":20,\"raw\":20,\"events\":17,\"parked\":2,\"deadLetters\":1,\"erased\":0,"
                                + "\"duplicates\":0,\"outOfOrder\":0,\"balanced\":true,\"seconds\":2.5,\"recordsPerSecond\":4}");
    }

    @Test
    void isNotBalancedWhenTheSourceHasMore() {
        assertThat(new Outcome(21, BALANCE, 10, 2.5).balanced()).isFalse();
    }

    @Test
    void tellsHowOftenWhatWentWrong() {
        Map<String, Long> faults = new LinkedHashMap<>();
        faults.put("errcode=-1", 2L);
        faults.put("abort", 1L);

        assertThat(new Outcome(20, BALANCE, 10, 2.5).json(faults))
                .endsWith(",\"recordsPerSecond\":4,\"faults\":{\"errcode=-1\":2,\"abort\":1}}");
    }

    @Test
    void hasNoSpeedWhenNothingWasFetched() {
        assertThat(new Outcome(20, BALANCE, 0, 0).json(Map.of())).endsWith("\"seconds\":0.0,\"recordsPerSecond\":0}");
    }
}
