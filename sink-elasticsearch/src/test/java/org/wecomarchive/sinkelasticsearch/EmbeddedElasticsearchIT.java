package org.wecomarchive.sinkelasticsearch;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchServer;
import org.wecomarchive.testkit.shared.SharedServers;

/** The contract on Elasticsearch 8.19, which the other tests and the quickstart have too. */
@ExtendWith(SharedServers.class)
@Timeout(600)
final class EmbeddedElasticsearchIT extends ElasticsearchContract {

    private static ElasticsearchServer elasticsearch;

    @BeforeAll
    static void useServer(ElasticsearchServer server) {
        elasticsearch = server;
    }

    @Override
    String url() {
        return elasticsearch.url();
    }

    @Override
    String version() {
        return "8.19";
    }
}
