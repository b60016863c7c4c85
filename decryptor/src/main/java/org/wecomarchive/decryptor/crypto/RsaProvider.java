package org.wecomarchive.decryptor.crypto;

import java.util.Locale;

/** Whose RSA computes. */
public enum RsaProvider {
    /** Amazon Corretto Crypto Provider: as fast as OpenSSL. */
    ACCP,
    /** The JDK's own: correct, and about a quarter as fast. */
    JDK;

    /** The word in metrics and logs: {@code accp} or {@code jdk}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
