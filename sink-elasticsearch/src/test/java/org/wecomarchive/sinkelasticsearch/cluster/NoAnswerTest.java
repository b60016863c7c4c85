package org.wecomarchive.sinkelasticsearch.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException.Kind;
import org.wecomarchive.sinkelasticsearch.fixtures.ScriptedElasticsearch;
import org.wecomarchive.testkit.tls.KeyStoreFile;
import org.wecomarchive.testkit.tls.TestAuthority;

@Timeout(120)
final class NoAnswerTest {

    @TempDir
    Path directory;

    @Test
    void namesTheCertificateAndItsSettingWhereItIsNotTrusted() throws Exception {
        try (ScriptedElasticsearch server = tls()) {
            ClusterException failure = failure(server.url());

            assertThat(failure.kind()).isEqualTo(Kind.OPERATOR);
            assertThat(failure.failure().sentence()).contains(server.url(), "not trusted", "elasticsearch.tls.ca.file");
        }
    }

    @Test
    void saysThatTheUrlHasHttpsWhereTheNodeHasHttp() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            Thread answers = new Thread(() -> answerInHttp(server), "answers-in-http");
            answers.start();
            String url = "https://127.0.0.1:" + server.getLocalPort();

            ClusterException failure = failure(url);
            answers.join();

            assertThat(failure.kind()).isEqualTo(Kind.OPERATOR);
            assertThat(failure.failure().sentence()).contains(url, "does not speak TLS", "elasticsearch.url");
        }
    }

    @Test
    void saysThatTheUrlMayNeedHttpsWhereTheNodeHasTls() throws Exception {
        try (ScriptedElasticsearch server = tls()) {
            String url = server.url().replace("https:", "http:");

            ClusterException failure = failure(url);

            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure.failure().sentence()).contains(url, "elasticsearch.url needs https");
        }
    }

    @Test
    void namesTheNodeThatTakesNoConnection() throws Exception {
        String url;
        try (ServerSocket closed = new ServerSocket(0)) {
            url = "http://127.0.0.1:" + closed.getLocalPort();
        }

        ClusterException failure = failure(url);

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure.failure().sentence()).contains(url, "takes no connection");
    }

    @Test
    void namesTheNodeWhoseNameDoesNotResolve() {
        ClusterException failure = failure("http://nowhere.invalid:9200");

        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure.failure().sentence()).contains("http://nowhere.invalid:9200", "does not resolve");
    }

    @Test
    void followsNoRedirectToAnotherServer() throws Exception {
        try (ScriptedElasticsearch other = ScriptedElasticsearch.start()) {
            HttpServer redirecting = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            redirecting.createContext("/", exchange -> {
                exchange.getResponseHeaders().set("Location", other.url() + "/");
                exchange.sendResponseHeaders(302, -1);
                exchange.close();
            });
            redirecting.start();
            try {
                failure("http://127.0.0.1:" + redirecting.getAddress().getPort());
            } finally {
                redirecting.stop(0);
            }

            assertThat(other.authorizations()).isEmpty();
        }
    }

    @Test
    void waitsForWhatItDoesNotKnow() {
        assertThat(NoAnswer.of(new IOException("secret"))).isEqualTo(NoAnswer.OTHER);
        assertThat(NoAnswer.of(new SocketTimeoutException("secret"))).isEqualTo(NoAnswer.SLOW);
        assertThat(NoAnswer.OTHER
                        .failure("http://a:1", new IOException("secret"))
                        .failure()
                        .sentence())
                .doesNotContain("secret");
    }

    /** Once, whatever comes: as Elasticsearch does where it has no TLS. */
    private static void answerInHttp(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getInputStream().read();
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ScriptedElasticsearch tls() throws Exception {
        TestAuthority authority = TestAuthority.create("search", Clock.systemUTC());
        Path keys = authority.issue(directory.resolve("server.p12"), "server").file();
        return ScriptedElasticsearch.startWithTls(keys, KeyStoreFile.PASSWORD);
    }

    private static ClusterException failure(String url) {
        ClusterSettings settings = new ClusterSettings(
                List.of(URI.create(url)),
                Optional.empty(),
                Optional.empty(),
                new ClusterSettings.Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(10)));
        try (ElasticsearchCluster cluster = ElasticsearchCluster.of(settings)) {
            return catchThrowableOfType(ClusterException.class, () -> cluster.templateVersion("any"));
        }
    }
}
