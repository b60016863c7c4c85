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
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQQ=="
            })
    void letsEveryStrictKeyPass(String key) {
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
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=QUE=",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQ===",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE====",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQ-_=",
                "QUFBQUFBQUFBQUFB QUFBQUFBQUFBQUFBQUFBQUFBQUE",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU\0=",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUé="
            })
    void refusesEveryOtherKey(String key) {
        assertRefused(new EncryptedPayload(key, MESSAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "twelve chars", "thirteen\0char"})
    void refusesMessagesThatAreShortOrCut(String message) {
        assertRefused(new EncryptedPayload(EchoScript.KEY, message));
    }

    private static void assertRefused(EncryptedPayload payload) {
        assertThatThrownBy(() -> PayloadGuard.check(payload))
                .isInstanceOfSatisfying(SdkException.class, refusal -> assertThat(refusal.failureClass())
                        .isEqualTo(FailureClass.BAD_RECORD));
    }
}
