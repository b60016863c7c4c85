package org.wecomarchive.decryptor.ahead;

/** What {@link DecryptAhead} has done and holds, for metrics. */
public interface AheadFigures {

    /** Records whose result came from the pool. */
    long hits();

    /** Records that the stream's threads decrypted themselves. */
    long inline();

    /** Bytes of raw values and results held for the stream. */
    long bytes();

    /** Records begun or waiting to begin, and not taken by the stream yet. */
    long waiting();

    /** Time the stream's threads have waited for the pool, in nanoseconds. */
    long waitedNanos();
}
