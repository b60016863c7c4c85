package org.wecomarchive.financesdk.nativelib;

import java.util.Base64;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;

/**
 * Refuses arguments with which {@code DecryptData} is known to abort the process: a message under 13 characters, a key that is
 * not strictly padded base64 of at least 44 characters. Nothing more is checked, as the key's inner structure is not
 * documented.
 *
 * <p><b>Source.</b> Black-box trials of a public build of 2020. A NUL in either argument would cut it short.
 */
final class PayloadGuard {

    static final int SHORTEST_MESSAGE = 13;
    static final int SHORTEST_KEY = 44;

    private PayloadGuard() {}

    static void check(EncryptedPayload payload) throws SdkException {
        if (payload.message().length() < SHORTEST_MESSAGE) {
            throw refusal("the encrypted message has fewer than 13 characters, which would abort the library");
        }
        if (payload.message().indexOf('\0') >= 0) {
            throw refusal("the encrypted message contains a NUL character");
        }
        if (!isStrictBase64(payload.key())) {
            throw refusal(
                    "the key is not strict base64 of at least 44 characters, which could abort the library: check the"
                            + " private key of the record's key version");
        }
    }

    /** The JDK's decoder accepts missing padding, which the length rules out; all else it refuses. */
    private static boolean isStrictBase64(String key) {
        if (key.length() < SHORTEST_KEY || key.length() % 4 != 0) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(key).length > 0;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static SdkException refusal(String remedy) {
        return new SdkException(SdkFunction.DECRYPT_DATA, 0, FailureClass.BAD_RECORD, remedy);
    }
}
