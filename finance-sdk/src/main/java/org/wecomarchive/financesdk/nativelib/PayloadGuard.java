package org.wecomarchive.financesdk.nativelib;

import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;

/**
 * Refuses arguments with which {@code DecryptData} is known to abort the process: a message under 13 characters, a
 * key with illegal base64 padding. Nothing more is checked, as the key's length, alphabet and inner structure are not
 * documented.
 *
 * <p><b>Source.</b> Black-box trials of a public build of 2020. A NUL in either argument would cut it short.
 */
final class PayloadGuard {

    static final int SHORTEST_MESSAGE = 13;

    private PayloadGuard() {}

    static void check(EncryptedPayload payload) throws SdkException {
        if (payload.message().length() < SHORTEST_MESSAGE) {
            throw refusal(
                    FailureClass.BAD_RECORD,
                    "the encrypted message has fewer than 13 characters, which would abort the library");
        }
        if (payload.message().indexOf('\0') >= 0) {
            throw refusal(FailureClass.BAD_RECORD, "the encrypted message contains a NUL character");
        }
        String key = payload.key();
        if (key.isEmpty() || key.indexOf('\0') >= 0 || isPaddedIllegally(key)) {
            throw refusal(
                    FailureClass.BAD_KEY,
                    "the key is empty, contains a NUL character or is padded illegally, which would abort the library:"
                            + " check the private key of the record's key version");
        }
    }

    /** Padding is legal as the last one or two characters of whole groups of four. */
    private static boolean isPaddedIllegally(String key) {
        int first = key.indexOf('=');
        if (first < 0) {
            return false;
        }
        String padding = key.substring(first);
        boolean legal = padding.equals("=") || padding.equals("==");
        return !legal || first == 0 || key.length() % 4 != 0;
    }

    private static SdkException refusal(FailureClass failureClass, String remedy) {
        return new SdkException(SdkFunction.DECRYPT_DATA, 0, failureClass, remedy);
    }
}
