package org.wecomarchive.decryptor.crypto;

/** What the configuration says about the RSA provider. */
public enum RsaProviderChoice {
    /** ACCP on a machine that it is made for, or refusal to start; elsewhere the JDK's with a warning. */
    AUTO,
    /** ACCP or refusal to start. */
    ACCP,
    /** The JDK's, on purpose and without a warning. */
    JDK
}
