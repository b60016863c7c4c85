package org.wecomarchive.financesdk.nativelib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.financesdk.EchoScript;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.SdkException;

final class PayloadGuardTest {

    private static final String MESSAGE = "thirteen char";

    @ParameterizedTest
    @ValueSource(
            strings = {
                EchoScript.KEY,
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB",
                "+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQQ==",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQ-_=",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "{\"k\":1}",
                "k"
            })
    void letsEveryKeyPassThatIsNotKnownToAbort(String key) {
        assertThatCode(() -> PayloadGuard.check(new EncryptedPayload(key, MESSAGE)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "====",
                "A====",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=QUE=",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQ===",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE====",
                "QUE=QUE",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU\0=",
                "QUFBQUFBQUFB\0QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUF"
            })
    void refusesKeysThatAbortOrAreCut(String key) {
        assertRefused(new EncryptedPayload(key, MESSAGE), FailureClass.BAD_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "twelve chars", "thirteen\0char"})
    void refusesMessagesThatAreShortOrCut(String message) {
        assertRefused(new EncryptedPayload(EchoScript.KEY, message), FailureClass.BAD_RECORD);
    }

    private static void assertRefused(EncryptedPayload payload, FailureClass failureClass) {
        assertThatThrownBy(() -> PayloadGuard.check(payload))
                .isInstanceOfSatisfying(SdkException.class, refusal -> assertThat(refusal.failureClass())
                        .isEqualTo(failureClass));
    }
}
