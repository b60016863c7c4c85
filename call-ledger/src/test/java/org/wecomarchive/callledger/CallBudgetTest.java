package org.wecomarchive.callledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wecomarchive.testkit.time.ManualTime;

final class CallBudgetTest {

    private final ManualTime time = ManualTime.endless();
    private final CallBudget budget = new CallBudget(600, time.timing());

    @Test
    void letsABurstThroughAtOnce() throws InterruptedException {
        for (int call = 0; call < 60; call++) {
            budget.acquire();
        }

        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void allowsNoWindowOfAMinuteMoreThanTheBudget() throws InterruptedException {
        List<Duration> calls = new ArrayList<>();
        for (int call = 0; call < 3000; call++) {
            if (call == 1000) {
                time.pass(Duration.ofMinutes(5));
            }
            budget.acquire();
            calls.add(time.passed());
        }

        for (int call = 600; call < calls.size(); call++) {
            assertThat(calls.get(call).minus(calls.get(call - 600)))
                    .as("time of 601 calls ending with call %d", call)
                    .isGreaterThan(Duration.ofMinutes(1));
        }
    }

    @Test
    void usesMostOfTheBudgetWhenItIsNeeded() throws InterruptedException {
        for (int call = 0; call < 6000; call++) {
            budget.acquire();
        }

        assertThat(time.passed()).isLessThan(Duration.ofMinutes(12));
    }
}
