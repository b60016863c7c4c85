package org.wecomarchive.ingestor.pace;

/** Monotonic time for durations; its origin means nothing. */
@FunctionalInterface
public interface Ticker {

    /** Nanoseconds since an arbitrary moment; never falls. */
    long nanos();

    /** The JVM's own ticker. */
    static Ticker system() {
        return System::nanoTime;
    }
}
