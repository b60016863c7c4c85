package org.wecomarchive.sinkelasticsearch.cluster;

/**
 * The server's answer to one write.
 *
 * @param verdict what it means
 * @param type the server's error type, empty if written
 */
public record ItemResult(Verdict verdict, String type) {}
