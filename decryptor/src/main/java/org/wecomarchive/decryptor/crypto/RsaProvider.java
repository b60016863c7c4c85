package org.wecomarchive.decryptor.crypto;

import java.util.Locale;

/** Whose RSA computes. */
public enum RsaProvider {
    /** For the configuration only: ACCP on a machine that it is made for, or refusal to start; elsewhere the JDK's with a warning. */
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
