package org.wecomarchive.decryptor;

/** Where to start when the group's committed offsets are gone; the setting {@code start.from}. */
enum StartFrom {
    /** Refuse to start. */
    AUTO,
    /** At the beginning of the raw topic, which publishes everything again. */
    BEGINNING
}
