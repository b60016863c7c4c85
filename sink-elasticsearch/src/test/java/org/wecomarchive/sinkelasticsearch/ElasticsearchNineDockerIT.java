package org.wecomarchive.sinkelasticsearch;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** The contract on Elasticsearch 9, where there is a container engine. */
@Tag("docker")
@Timeout(600)
final class ElasticsearchNineDockerIT extends ElasticsearchContract {

    private static final ElasticsearchContainerOf SERVER =
            new ElasticsearchContainerOf("docker.elastic.co/elasticsearch/elasticsearch:9.2.4");

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @Override
    String url() {
        return SERVER.url();
    }

    @Override
    String version() {
        return "9.2";
    }
}
