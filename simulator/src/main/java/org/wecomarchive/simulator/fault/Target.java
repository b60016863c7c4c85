package org.wecomarchive.simulator.fault;

/** What a fault applies to; its numbers count these from 1. */
public enum Target {
    /** Calls of {@code GetChatData}. */
    PAGE,
    /** Calls of {@code GetMediaData}. */
    MEDIA,
    /** Records, in the order of their seqs; their faults never change. */
    PAYLOAD
}
