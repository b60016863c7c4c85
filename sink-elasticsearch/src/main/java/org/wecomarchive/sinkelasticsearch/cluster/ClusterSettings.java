package org.wecomarchive.sinkelasticsearch.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to reach the cluster.
 *
 * @param urls of its nodes; the next one is used when one cannot be reached
 * @param authorization value of the HTTP header, a secret; empty for none
 * @param authority PEM file with the certificates to trust instead of the JVM's
 * @param timeouts of connections and requests
 */
public record ClusterSettings(
        List<URI> urls, Optional<String> authorization, Optional<Path> authority, Timeouts timeouts) {

    /** How long to wait for a connection, and for an answer. */
    public record Timeouts(Duration connect, Duration request) {}

    public ClusterSettings {
        urls = List.copyOf(urls);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "ClusterSettings" + urls;
    }
}
