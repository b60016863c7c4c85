package org.wecomarchive.callledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wecomarchive.callledger.Circumstances.Rate.ABOVE_LIMIT;
import static org.wecomarchive.callledger.Circumstances.Rate.WITHIN_LIMIT;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.wecomarchive.callledger.Circumstances.Rate;
import org.wecomarchive.financesdk.SdkFunction;

final class RecentCallsTest {

    private final RecentCalls recent = new RecentCalls();

    @Test
    void is600CallsOfPagesInAnyMinute() {
        assertThat(last(600, SdkFunction.GET_CHAT_DATA, Duration.ZERO)).isEqualTo(WITHIN_LIMIT);
        assertThat(last(1, SdkFunction.GET_CHAT_DATA, Duration.ofMillis(59_999)))
                .isEqualTo(ABOVE_LIMIT);
        assertThat(last(1, SdkFunction.GET_CHAT_DATA, Duration.ofSeconds(60))).isEqualTo(WITHIN_LIMIT);
    }

    @Test
    void knowsNoLimitOfOtherFunctions() {
        assertThat(last(5000, SdkFunction.GET_MEDIA_DATA, Duration.ZERO)).isEqualTo(WITHIN_LIMIT);
    }

    private Rate last(int calls, SdkFunction function, Duration at) {
        Rate rate = WITHIN_LIMIT;
        for (int call = 0; call < calls; call++) {
            rate = recent.add(function, at);
        }
        return rate;
    }
}
