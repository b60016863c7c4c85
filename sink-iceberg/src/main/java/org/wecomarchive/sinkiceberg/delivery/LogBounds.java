package org.wecomarchive.sinkiceberg.delivery;

/**
 * What a partition's log holds.
 *
 * @param earliest first offset that is still there
 * @param end offset after the last one
 */
public record LogBounds(long earliest, long end) {}
