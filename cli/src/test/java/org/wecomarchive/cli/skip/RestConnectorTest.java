package org.wecomarchive.cli.skip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wecomarchive.cli.connect.ConnectAddress;
import org.wecomarchive.cli.connect.ConnectRest;
import org.wecomarchive.cli.connect.RefusedException;
import org.wecomarchive.cli.wait.Waiting;

@Timeout(60)
final class RestConnectorTest {

    private static final String STOPPED = "{\"connector\":{\"state\":\"STOPPED\"},\"tasks\":[]}";

    private final List<String> authorizations = new ArrayList<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicLong nanos = new AtomicLong();
    private final Waiting waiting = new Waiting(nanos::get, pause -> nanos.addAndGet(pause.toNanos()));
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] body = STOPPED.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status.get(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void saysWhoItIs() throws Exception {
        assertThat(connector("operator", "pass:wört").status().state()).isEqualTo(Connector.State.STOPPED);
        assertThat(connector("", "").status().state()).isEqualTo(Connector.State.STOPPED);

        assertThat(authorizations).containsExactly("Basic b3BlcmF0b3I6cGFzczp3w7ZydA==", "null");
    }

    @Test
    void aRefusalNamesTheSettingsAndNotTheSecret() {
        status.set(401);

        assertThatThrownBy(() -> connector("operator", "s3cret").status())
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("401", "connect.username", "connect.password")
                .hasMessageNotContaining("s3cret");
        assertThat(new ConnectAddress(url(), "operator", "s3cret").toString()).doesNotContain("s3cret");
    }

    @Test
    void noAnswerForAMinuteMayBeAnOutage() {
        status.set(503);
        assertThatThrownBy(() -> connector("", "").status())
                .isInstanceOf(RetriableException.class)
                .hasMessageContainingAll("within 60 s", "connect.url");

        server.stop(0);
        assertThatThrownBy(() -> connector("", "").status()).isInstanceOf(RetriableException.class);
        assertThat(Duration.ofNanos(nanos.get())).isGreaterThan(Duration.ofMinutes(2));
    }

    private RestConnector connector(String username, String password) {
        return new RestConnector(new ConnectRest(new ConnectAddress(url(), username, password), waiting), "in gest");
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
