package org.wecomarchive.sinkiceberg.read;

/**
 * How many rows a table has.
 *
 * @param rows rows that no delete covers
 * @param distinct different (corp_id, seq) among them: as many as rows, or something is doubled
 */
public record RowCount(long rows, long distinct) {}
