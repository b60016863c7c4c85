package org.wecomarchive.sinkelasticsearch.cluster;

/** When written documents are found by searches. */
public enum Refresh {
    /** Within the index's own interval. */
    LATER,
    /** At once. */
    NOW
}
