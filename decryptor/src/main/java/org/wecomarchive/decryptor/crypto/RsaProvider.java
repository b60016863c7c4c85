package org.wecomarchive.decryptor.crypto;

import java.util.Locale;

/** Whose RSA computes. */
public enum RsaProvider {
    /**
     * Only in the configuration: {@link #ACCP} on a machine that it is made for; on any other machine {@link #JDK}, with a
     * warning.
     */
    AUTO,
    /** Amazon Corretto Crypto Provider, as fast as OpenSSL, or refusal to start. */
    ACCP,
    /** The JDK's own: correct, and about a quarter as fast. */
    JDK;

    /** The word in settings and metrics. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
