package org.wecomarchive.sinkelasticsearch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchHome;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchServer;
import org.wecomarchive.testkit.server.InstalledJdks;
import org.wecomarchive.testkit.server.Jdk;

/** The contract on Elasticsearch 9.5, where a JDK 21 or newer is installed; without one each test is skipped and counted. */
@Timeout(600)
final class ElasticsearchNineIT extends ElasticsearchContract {

    private static final int NEEDED = 21;

    private static Optional<ElasticsearchServer> elasticsearch = Optional.empty();

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        Optional<Jdk> jdk = InstalledJdks.ofAtLeast(NEEDED);
        if (jdk.isPresent()) {
            Path folder = Path.of("9", "target", "server").toAbsolutePath();
            elasticsearch = Optional.of(ElasticsearchServer.start(directory, new ElasticsearchHome(folder, jdk.get())));
        }
    }

    @AfterAll
    static void stop() {
        elasticsearch.ifPresent(ElasticsearchServer::close);
    }

    @Override
    String url() {
        assumeTrue(elasticsearch.isPresent(), "no JDK 21 or newer");
        return elasticsearch.get().url();
    }

    @Override
    String version() {
        return "9.5";
    }
}
