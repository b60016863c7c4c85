package org.wecomarchive.sinkelasticsearch.bulk;

/**
 * How much at a time.
 *
 * @param documents at most in one request
 * @param bytes of documents at most in one request; a larger single document still goes, alone
 * @param inFlight requests at a time
 */
public record BulkLimits(int documents, long bytes, int inFlight) {}
