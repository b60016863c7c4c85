package org.wecomarchive.quickstart.health;

/** What the ingestor is doing. */
public enum Fetching {
    /** No page has come yet. */
    STARTING,
    /** Pages come. */
    GOES_ON,
    /** WeCom has said in this run that it has nothing more. */
    CAUGHT_UP,
    /** Something fails and is tried again. */
    TRIES_AGAIN,
    /** Something fails until a person acts. */
    WAITS_FOR_A_PERSON,
    /** The connector has failed for good. */
    STOPPED
}
