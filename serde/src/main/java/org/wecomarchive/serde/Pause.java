package org.wecomarchive.serde;

/** What happens between a failed attempt and the next one. */
interface Pause {

    /**
     * Returns when it is time for the next attempt.
     *
     * @param attempt number of the attempt that failed, from 1
     */
    void after(int attempt) throws InterruptedException;
}
