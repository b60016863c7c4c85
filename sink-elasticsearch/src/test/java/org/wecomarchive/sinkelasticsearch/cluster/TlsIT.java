package org.wecomarchive.sinkelasticsearch.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException.Kind;
import org.wecomarchive.sinkelasticsearch.fixtures.RecordingProxy;
import org.wecomarchive.sinkelasticsearch.fixtures.SearchServer;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchServer;
import org.wecomarchive.testkit.shared.SharedServers;
import org.wecomarchive.testkit.tls.KeyStoreFile;
import org.wecomarchive.testkit.tls.TestAuthority;

/** A real node behind a TLS end point that wants a user, as the node itself has none of both here. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class TlsIT {

    private static final String USER = "Basic " + base64("archive:right");
    private static final String INDEX = "tls-it";

    private static ElasticsearchServer elasticsearch;

    @TempDir
    Path directory;

    private TestAuthority authority;
    private RecordingProxy node;

    @BeforeAll
    static void useServer(ElasticsearchServer server) {
        elasticsearch = server;
    }

    @BeforeEach
    void startNode() throws Exception {
        authority = TestAuthority.create("search", Clock.systemUTC());
        node = node(authority);
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    @Test
    void makesAnIndexOverTlsWithACertificateOfTheTrustedAuthority() throws Exception {
        try (ElasticsearchCluster cluster = cluster(node.url(), USER)) {
            assertThat(cluster.createIndex(INDEX)).isTrue();
        }

        assertThat(new SearchServer(elasticsearch.url())
                        .call("DELETE", "/" + INDEX, "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void namesTheUsersSettingsWhereThePasswordIsWrong() throws Exception {
        ClusterException failure = failure(node.url(), "Basic " + base64("archive:wrong"));

        assertThat(failure.kind()).isEqualTo(Kind.OPERATOR);
        assertThat(failure.failure().sentence())
                .contains(node.url(), "401", "elasticsearch.username")
                .doesNotContain("secret", "wrong");
        assertThat(node.requests()).hasSize(1);
    }

    @Test
    void saysThatTheCertificateHasExpired() throws Exception {
        TestAuthority old = TestAuthority.create("search", Clock.offset(Clock.systemUTC(), Duration.ofDays(-30)));
        authority = old;
        try (RecordingProxy expired = node(old)) {
            ClusterException failure = failure(expired.url(), USER);

            assertThat(failure.kind()).isEqualTo(Kind.OPERATOR);
            assertThat(failure.failure().sentence()).contains(expired.url(), "has expired", "renew it");
        }
    }

    @Test
    void saysThatTheCertificateIsOfAnAuthorityThatIsNotTrusted() throws Exception {
        authority = TestAuthority.create("another", Clock.systemUTC());

        ClusterException failure = failure(node.url(), USER);

        assertThat(failure.kind()).isEqualTo(Kind.OPERATOR);
        assertThat(failure.failure().sentence()).contains(node.url(), "not trusted", "elasticsearch.tls.ca.file");
    }

    @Test
    void saysThatTheCertificateIsForAnotherName() throws Exception {
        String url = node.url().replace("127.0.0.1", "127.0.0.2");

        ClusterException failure = failure(url, USER);

        assertThat(failure.kind()).isEqualTo(Kind.OPERATOR);
        assertThat(failure.failure().sentence()).contains(url, "other host names", "elasticsearch.url");
    }

    @Test
    void saysThatTheUrlHasHttpsWhereTheNodeHasHttp() throws Exception {
        String url = elasticsearch.url().replace("http:", "https:");

        ClusterException failure = failure(url, USER);

        assertThat(failure.kind()).isEqualTo(Kind.OPERATOR);
        assertThat(failure.failure().sentence()).contains(url, "does not speak TLS", "elasticsearch.url");
    }

    private RecordingProxy node(TestAuthority signer) throws Exception {
        KeyStore keys = load(signer.issue(directory.resolve("node.p12"), "node"));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, KeyStoreFile.PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(factory.getKeyManagers(), null, null);
        return RecordingProxy.withTls(elasticsearch.url(), tls, USER);
    }

    private ClusterException failure(String url, String authorization) throws Exception {
        try (ElasticsearchCluster cluster = cluster(url, authorization)) {
            return catchThrowableOfType(ClusterException.class, () -> cluster.createIndex(INDEX));
        }
    }

    /** As the settings say that name the authority's certificate. */
    private ElasticsearchCluster cluster(String url, String authorization) throws Exception {
        return ElasticsearchCluster.of(new ClusterSettings(
                List.of(URI.create(url)),
                Optional.of(authorization),
                Optional.of(pem()),
                new ClusterSettings.Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30))));
    }

    private Path pem() throws Exception {
        KeyStore trusted = load(authority.trust(directory.resolve("trust.p12")));
        Certificate certificate = trusted.getCertificate(trusted.aliases().nextElement());
        String body = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
        return Files.writeString(
                directory.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    }

    private static KeyStore load(KeyStoreFile file) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStoreFile.TYPE);
        try (InputStream in = Files.newInputStream(file.file())) {
            store.load(in, KeyStoreFile.PASSWORD.toCharArray());
        }
        return store;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
