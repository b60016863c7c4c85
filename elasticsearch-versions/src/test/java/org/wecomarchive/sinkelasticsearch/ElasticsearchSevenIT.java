package org.wecomarchive.sinkelasticsearch;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchHome;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchServer;
import org.wecomarchive.testkit.server.Jdk;

/** The contract on Elasticsearch 7.17. */
@Timeout(600)
final class ElasticsearchSevenIT extends ElasticsearchContract {

    private static final ElasticsearchHome HOME =
            new ElasticsearchHome(Path.of("7", "target", "server").toAbsolutePath(), Jdk.ours());

    private static ElasticsearchServer elasticsearch;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        elasticsearch = ElasticsearchServer.start(directory, HOME);
    }

    @AfterAll
    static void stop() {
        elasticsearch.close();
    }

    @Override
    String url() {
        return elasticsearch.url();
    }

    @Override
    String version() {
        return "7.17";
    }
}
