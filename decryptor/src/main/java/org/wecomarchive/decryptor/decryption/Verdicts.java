package org.wecomarchive.decryptor.decryption;

/** What is held against payloads that have crashed the vendor's library. */
@FunctionalInterface
public interface Verdicts {

    /** Has the payloads of a partition tried again as if they had never crashed anything; safe for any thread. */
    void overrule(String topic, int partition);
}
