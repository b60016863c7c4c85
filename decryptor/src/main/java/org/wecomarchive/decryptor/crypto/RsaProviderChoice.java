package org.wecomarchive.decryptor.crypto;

/** What the configuration says about the RSA provider. */
public enum RsaProviderChoice {
    /** ACCP where it loads, else the JDK's with a warning. */
    AUTO,
    /** ACCP or refusal to start. */
    ACCP,
    /** The JDK's, on purpose and without a warning. */
    JDK
}
