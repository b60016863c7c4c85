package org.wecomarchive.financesdk;

import java.time.Duration;
import java.util.Objects;

/**
 * Where the library is and how it is hosted.
 *
 * @param library path of the vendor's {@code .so}, or a {@code scheme:…} of a {@link FinanceSdkProvider} on the class path
 * @param isolation whether the library lives in a process of its own
 * @param decryptTimeout limit of one payload decryption before the host process is taken for hung
 */
public record SdkSettings(String library, Isolation isolation, Duration decryptTimeout) {

    /** Where native code runs. */
    public enum Isolation {
        /** In a child process: a crash costs one restart. */
        PROCESS,
        /** In this JVM: a crash ends it. */
        NONE
    }

    public SdkSettings {
        if (library == null || library.isEmpty()) {
            throw new IllegalArgumentException("library is empty");
        }
        Objects.requireNonNull(isolation, "isolation is null");
        if (decryptTimeout.isNegative() || decryptTimeout.isZero()) {
            throw new IllegalArgumentException("decryptTimeout must be positive: " + decryptTimeout);
        }
    }
}
