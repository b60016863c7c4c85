package org.wecomarchive.sinkelasticsearch;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchServer;

/** The contract on Elasticsearch 7.17. */
@Timeout(180)
final class EmbeddedElasticsearchIT extends ElasticsearchContract {

    @TempDir
    static Path directory;

    private static ElasticsearchServer elasticsearch;

    @BeforeAll
    static void startServer() throws Exception {
        elasticsearch = ElasticsearchServer.start(directory);
    }

    @AfterAll
    static void stopServer() {
        elasticsearch.close();
    }

    @Override
    String url() {
        return elasticsearch.url();
    }
}
