package org.wecomarchive.simulator.fault;

/** What a fault befalls, and so what its numbers count from 1. */
public enum Target {
    /** Calls of {@code GetChatData}. */
    PAGE,
    /** Calls of {@code GetMediaData}. */
    MEDIA,
    /** Records, in the order of their seqs; what befalls them never changes. */
    PAYLOAD
}
