package org.wecomarchive.financesdk.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.wecomarchive.financesdk.SdkFunction;

final class PendingCallsTest {

    private final PendingCalls pending = new PendingCalls();

    @Test
    void givesEveryCallItsOwnId() {
        int first = pending.add(call(1, 10)).orElseThrow();
        int second = pending.add(call(1, 10)).orElseThrow();

        assertThat(first).isNotEqualTo(second);
        assertThat(pending.remove(first)).isPresent();
        assertThat(pending.remove(first)).isEmpty();
    }

    @Test
    void weighsPayloadsNotCalls() {
        pending.add(call(500, 10)).orElseThrow();
        pending.add(call(1, 10)).orElseThrow();

        assertThat(pending.weight()).isEqualTo(501);
    }

    @Test
    void expiresWithTheTickThatEndsTheTimeOfACall() {
        pending.add(call(1, 100)).orElseThrow();
        pending.add(call(1, 3)).orElseThrow();

        assertThat(pending.tick()).isFalse();
        assertThat(pending.tick()).isFalse();
        assertThat(pending.tick()).isTrue();
    }

    @Test
    void takesNoCallOnceShut() {
        PendingCall inFlight = call(1, 10);
        pending.add(inFlight).orElseThrow();

        assertThat(pending.shut()).containsExactly(inFlight);

        assertThat(pending.open()).isFalse();
        assertThat(pending.add(call(1, 10))).isEmpty();
        assertThat(pending.shut()).isEmpty();
    }

    @Test
    void ticksAreNeverShorterThanTheTime() {
        assertThat(HostSupervisor.ticks(Duration.ofMillis(1))).isEqualTo(1);
        assertThat(HostSupervisor.ticks(Duration.ofSeconds(2))).isEqualTo(41);
        assertThat(HostSupervisor.ticks(Duration.ofDays(100_000))).isEqualTo(Integer.MAX_VALUE);
    }

    private static PendingCall call(int weight, int ticks) {
        return new PendingCall(SdkFunction.DECRYPT_DATA, weight, ticks);
    }
}
