package org.wecomarchive.financesdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SdkFailuresTest {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # code,  Init,      GetChatData, DecryptData, GetMediaData
                    10000,   FATAL,     FATAL,       TRANSIENT,   BAD_RECORD
                    10001,   TRANSIENT, TRANSIENT,   TRANSIENT,   TRANSIENT
                    10002,   TRANSIENT, TRANSIENT,   TRANSIENT,   TRANSIENT
                    10003,   TRANSIENT, TRANSIENT,   TRANSIENT,   TRANSIENT
                    10004,   OPERATOR,  OPERATOR,    BAD_KEY,     BAD_RECORD
                    10005,   TRANSIENT, TRANSIENT,   BAD_RECORD,  BAD_RECORD
                    10006,   TRANSIENT, TRANSIENT,   BAD_RECORD,  BAD_RECORD
                    10007,   OPERATOR,  OPERATOR,    BAD_KEY,     OPERATOR
                    10008,   TRANSIENT, TRANSIENT,   BAD_RECORD,  BAD_RECORD
                    10009,   OPERATOR,  OPERATOR,    OPERATOR,    OPERATOR
                    10010,   OPERATOR,  OPERATOR,    OPERATOR,    BAD_RECORD
                    10011,   OPERATOR,  OPERATOR,    OPERATOR,    OPERATOR
                    10012,   TRANSIENT, TRANSIENT,   TRANSIENT,   TRANSIENT
                    -7,      TRANSIENT, TRANSIENT,   TRANSIENT,   TRANSIENT
                    """)
    void classifiesReturnValues(
            int code, FailureClass init, FailureClass chat, FailureClass decrypt, FailureClass media) {
        assertThat(SdkException.ofCode(SdkFunction.INIT, code).failureClass()).isEqualTo(init);
        assertThat(SdkException.ofCode(SdkFunction.GET_CHAT_DATA, code).failureClass())
                .isEqualTo(chat);
        assertThat(SdkException.ofCode(SdkFunction.DECRYPT_DATA, code).failureClass())
                .isEqualTo(decrypt);
        assertThat(SdkException.ofCode(SdkFunction.GET_MEDIA_DATA, code).failureClass())
                .isEqualTo(media);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    -1,     TRANSIENT, false
                    40001,  OPERATOR,  false
                    40013,  OPERATOR,  false
                    40014,  TRANSIENT, true
                    41001,  OPERATOR,  false
                    42001,  TRANSIENT, true
                    45009,  TRANSIENT, false
                    45033,  TRANSIENT, false
                    48002,  OPERATOR,  false
                    60011,  OPERATOR,  false
                    60020,  OPERATOR,  false
                    301042, OPERATOR,  false
                    301052, OPERATOR,  false
                    301058, TRANSIENT, false
                    301053, OPERATOR,  false
                    99999,  TRANSIENT, false
                    """)
    void classifiesErrcodes(int errcode, FailureClass failureClass, boolean needsNewSession) {
        SdkException failure = SdkException.ofErrcode(SdkFunction.GET_CHAT_DATA, errcode);

        assertThat(failure.code()).isEqualTo(errcode);
        assertThat(failure.failureClass()).isEqualTo(failureClass);
        assertThat(failure.needsNewSession()).isEqualTo(needsNewSession);
    }

    @Test
    void everyFailureNamesARemedy() {
        for (SdkFunction function : SdkFunction.values()) {
            IntStream.rangeClosed(9999, 10012).forEach(code -> assertThat(
                            SdkException.ofCode(function, code).remedy())
                    .isNotBlank());
        }
    }

    @Test
    void anUnknownCodeSaysThatItIsUnknown() {
        String known = SdkException.ofCode(SdkFunction.GET_CHAT_DATA, 10001).remedy();
        String unknown = SdkException.ofCode(SdkFunction.GET_CHAT_DATA, 12345).remedy();

        assertThat(unknown).contains("not document").isNotEqualTo(known);
    }

    @Test
    void successIsNotAFailure() {
        assertThatThrownBy(() -> SdkException.ofCode(SdkFunction.INIT, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SdkException.ofErrcode(SdkFunction.INIT, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
