package org.wecomarchive.ingestor.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wecomarchive.financesdk.SdkFunction.GET_CHAT_DATA;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.financesdk.FailureClass;

final class CallResultTest {

    @ParameterizedTest
    @CsvSource({
        "10001, TRANSIENT, network",
        "10002, TRANSIENT, wecom",
        "10003, TRANSIENT, ours",
        "10009, OPERATOR, ours",
        "10011, OPERATOR, network",
        "99999, TRANSIENT, wecom",
        "0, CRASH, ours",
        "10000, FATAL, ours"
    })
    void saysWhereToLookForANativeCode(int code, FailureClass failureClass, String fault) {
        assertThat(CallResult.refused(GET_CHAT_DATA, code, failureClass).fault())
                .hasValue(fault);
    }

    @ParameterizedTest
    @CsvSource({"-1, TRANSIENT, wecom", "45009, TRANSIENT, ours", "45033, TRANSIENT, ours", "301052, OPERATOR, ours"})
    void saysWhereToLookForAnErrcode(int errcode, FailureClass failureClass, String fault) {
        assertThat(CallResult.declined(GET_CHAT_DATA, errcode, failureClass).fault())
                .hasValue(fault);
    }

    @Test
    void blamesNobodyForSuccess() {
        assertThat(CallResult.success(GET_CHAT_DATA).fault()).isEmpty();
    }
}
