package org.wecomarchive.sinkelasticsearch.cluster;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.http.ConnectionClosedException;
import org.apache.http.ProtocolException;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException.Kind;

/** Why a node gave no answer, told by the types of exceptions and never by their messages. */
enum NoAnswer {
    HOST_NAME(
            Kind.OPERATOR,
            "its certificate is for other host names: elasticsearch.url has to name one of them",
            SSLPeerUnverifiedException.class),
    EXPIRED(Kind.OPERATOR, "its certificate has expired: renew it", CertificateExpiredException.class),
    UNTRUSTED(
            Kind.OPERATOR,
            "its certificate is not trusted: elasticsearch.tls.ca.file has to hold that of the authority that signed"
                    + " it",
            GeneralSecurityException.class),
    HANDSHAKE(
            Kind.TRANSIENT,
            "the TLS handshake failed: perhaps the node has http and elasticsearch.url https, or it wants another"
                    + " version of TLS or a client certificate",
            SSLHandshakeException.class),
    NO_TLS(
            Kind.OPERATOR,
            "it does not speak TLS: elasticsearch.url has https and the node has http",
            SSLException.class),
    UNRESOLVED(Kind.TRANSIENT, "its name does not resolve", UnknownHostException.class),
    REFUSED(Kind.TRANSIENT, "it takes no connection", ConnectException.class),
    SLOW(
            Kind.TRANSIENT,
            "it does not answer within elasticsearch.connect.timeout.ms or elasticsearch.request.timeout.ms",
            SocketTimeoutException.class),
    CLOSED(
            Kind.TRANSIENT,
            "it closed the connection; if it speaks TLS, elasticsearch.url needs https",
            ConnectionClosedException.class),
    NO_HTTP(
            Kind.TRANSIENT,
            "it does not answer in HTTP; if it speaks TLS, elasticsearch.url needs https",
            ProtocolException.class),
    OTHER(Kind.TRANSIENT, "no answer came", IOException.class);

    private final Kind kind;
    private final String cause;
    private final Class<? extends Exception> type;

    NoAnswer(Kind kind, String cause, Class<? extends Exception> type) {
        this.kind = kind;
        this.cause = cause;
        this.type = type;
    }

    /** The first that fits the exception or one of its causes. */
    static NoAnswer of(IOException failure) {
        List<Throwable> chain = Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .toList();
        return Stream.of(values())
                .filter(reason -> chain.stream().anyMatch(reason.type::isInstance))
                .findFirst()
                .orElse(OTHER);
    }

    /** @param node that was asked last, such as {@code https://es1:9200} */
    ClusterException failure(String node, IOException failure) {
        String name = failure.getClass().getSimpleName();
        return new ClusterException(kind, name, "no answer of " + node + ": " + cause + " (" + name + ")");
    }
}
