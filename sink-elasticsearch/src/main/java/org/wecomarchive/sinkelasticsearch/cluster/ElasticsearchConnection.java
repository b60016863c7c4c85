package org.wecomarchive.sinkelasticsearch.cluster;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.transport.instrumentation.NoopInstrumentation;
import co.elastic.clients.transport.rest_client.RestClientOptions;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.Node;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException.Kind;
import org.wecomarchive.sinkelasticsearch.failure.FatalSinkException;

/** Elastic's client. Every failure of a call becomes one of ours, without the server's message, which may quote content. */
final class ElasticsearchConnection implements AutoCloseable {

    private final ElasticsearchClient client;
    private final AtomicReference<String> lastFailed;

    private ElasticsearchConnection(ElasticsearchClient client, AtomicReference<String> lastFailed) {
        this.client = client;
        this.lastFailed = lastFailed;
    }

    static ElasticsearchConnection open(ClusterSettings settings) {
        HttpHost[] hosts = settings.urls().stream()
                .map(url -> HttpHost.create(url.toString()))
                .toArray(HttpHost[]::new);
        RestClientBuilder builder = RestClient.builder(hosts)
                // Redirects and, below, cookies would be ways to other servers.
                .setRequestConfigCallback(request -> request.setRedirectsEnabled(false)
                        .setConnectTimeout((int) settings.timeouts().connect().toMillis())
                        .setSocketTimeout((int) settings.timeouts().request().toMillis()));
        AtomicReference<String> lastFailed = new AtomicReference<>(hosts[0].toURI());
        builder.setFailureListener(new RestClient.FailureListener() {
            @Override
            public void onFailure(Node node) {
                lastFailed.set(node.getHost().toURI());
            }
        });
        settings.authorization()
                .ifPresent(value -> builder.setDefaultHeaders(new Header[] {new BasicHeader("Authorization", value)}));
        Optional<SSLContext> tls = settings.authority().map(ElasticsearchConnection::trusting);
        builder.setHttpClientConfigCallback(http -> {
            tls.ifPresent(http::setSSLContext);
            return http.disableCookieManagement();
        });
        ElasticsearchClient client = new ElasticsearchClient(new RestClientTransport(
                // No telemetry.
                builder.build(),
                new JacksonJsonpMapper(),
                new RestClientOptions(RequestOptions.DEFAULT, false),
                NoopInstrumentation.INSTANCE));
        return new ElasticsearchConnection(client, lastFailed);
    }

    private static SSLContext trusting(Path file) {
        try {
            return TrustedAuthority.of(file);
        } catch (IOException | GeneralSecurityException e) {
            throw new FatalSinkException("the file of certificates to trust cannot be used: "
                    + e.getClass().getSimpleName());
        }
    }

    /** One call. */
    interface Call<T> {
        T run(ElasticsearchClient client) throws IOException;
    }

    <T> T call(Call<T> call) throws ClusterException {
        try {
            return call.run(client);
        } catch (ElasticsearchException e) {
            throw failure(e);
        } catch (TransportException e) {
            throw failure(e);
        } catch (ResponseException e) {
            throw failure(e);
        } catch (IOException e) {
            throw NoAnswer.of(e).failure(lastFailed.get(), e);
        }
    }

    private static ClusterException failure(ElasticsearchException answer) {
        String type = typeOf(answer.error().type());
        String what = answer.status() + " " + type;
        String where =
                answer.httpResponse() == null ? "" : answer.httpResponse().node() + " answers ";
        return new ClusterException(
                SinkFailures.classify(answer.status(), type),
                what,
                where + what + " to " + answer.endpointId() + SinkFailures.advice(answer.status(), type));
    }

    /** How the client tells of statuses other than 400 to 405: its message quotes the answer. */
    private static ClusterException failure(ResponseException answer) {
        int status = answer.getResponse().getStatusLine().getStatusCode();
        return new ClusterException(
                SinkFailures.classify(status, ""),
                Integer.toString(status),
                answer.getResponse().getHost().toURI() + " answers " + status + SinkFailures.advice(status, ""));
    }

    /** An answer that is not Elasticsearch's, mostly of a proxy; or no answer. */
    private ClusterException failure(TransportException answer) {
        if (answer.response() == null) {
            return NoAnswer.of(answer).failure(lastFailed.get(), answer);
        }
        int status = answer.statusCode();
        String what = status + " from no Elasticsearch";
        return new ClusterException(
                foreign(status),
                what,
                answer.response().node() + " answers " + what
                        + ": a proxy, or a server of another kind; correct elasticsearch.url if it lasts");
    }

    /** What somebody else answers says nothing about our request. */
    private static Kind foreign(int status) {
        Kind kind = status / 100 == 2 ? Kind.TRANSIENT : SinkFailures.classify(status, "");
        return kind == Kind.FATAL ? Kind.OPERATOR : kind;
    }

    /** Error types are words; anything else is not to be shown. */
    static String typeOf(String type) {
        return type != null && type.matches("[a-z_0-9]{1,80}") ? type : "unknown_exception";
    }

    @Override
    public void close() {
        try {
            client._transport().close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing the client of Elasticsearch", e);
        }
    }
}
