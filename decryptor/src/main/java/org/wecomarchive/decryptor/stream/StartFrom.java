package org.wecomarchive.decryptor.stream;

/** Where to start when committed offsets are gone; the setting {@code start.from}. */
public enum StartFrom {
    /** Refuse to start. */
    AUTO,
    /** At the beginning, which publishes everything again. */
    BEGINNING
}
