package org.wecomarchive.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wecomarchive.cli.wait.Waiting;

@Timeout(60)
final class FailedPartsTest {

    private static final String STALLED = "org.apache.kafka.connect.errors.ConnectException: not told";
    private static final String FATAL = "org.wecomarchive.ingestor.FatalSourceException: not told";

    private final List<String> posts = new ArrayList<>();
    private String connectors = "{}";
    private String refused = "none";
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean asks = exchange.getRequestMethod().equals("GET");
            if (!asks) {
                posts.add(exchange.getRequestURI().getRawPath());
            }
            byte[] body = (asks ? connectors : "").getBytes(StandardCharsets.UTF_8);
            if (exchange.getRequestURI().getRawPath().startsWith(refused)) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                exchange.sendResponseHeaders(asks ? 200 : 204, asks ? body.length : -1);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void restartsWhatMayHealAndNothingElse() throws Exception {
        connectors = "{" + connector("sink a", "org.wecomarchive.A", "RUNNING", "RUNNING", STALLED) + ","
                + connector("b", "org.wecomarchive.B", "FAILED", "FAILED", STALLED) + ","
                + connector("other", "com.example.C", "FAILED", "FAILED", STALLED) + "}";

        List<String> lines = failedParts().restart();

        assertThat(posts).containsExactly("/connectors/b/restart", "/connectors/b/tasks/0/restart");
        assertThat(lines)
                .containsExactly(
                        "restarted  b  org.apache.kafka.connect.errors.ConnectException",
                        "restarted  b-0  org.apache.kafka.connect.errors.ConnectException");
    }

    @Test
    void oneRestartThatIsRefusedKeepsNoOtherBack() throws Exception {
        connectors = "{" + connector("a", "org.wecomarchive.A", "RUNNING", "FAILED", STALLED) + ","
                + connector("b", "org.wecomarchive.B", "RUNNING", "FAILED", STALLED) + "}";
        refused = "/connectors/a/";

        FailedParts parts = failedParts();

        assertThat(parts.restart())
                .containsExactly(
                        "not restarted  a-0  org.apache.kafka.connect.errors.ConnectException  Connect refuses POST"
                                + " /connectors/a/tasks/0/restart: 404 ",
                        "restarted  b-0  org.apache.kafka.connect.errors.ConnectException");
        assertThat(parts.left()).containsExactly("a-0");
    }

    @Test
    void namesWhatFailedForGoodOnceAndLeavesIt() throws Exception {
        connectors = "{" + connector("b", "org.wecomarchive.B", "RUNNING", "FAILED", FATAL) + "}";
        FailedParts parts = failedParts();

        assertThat(parts.restart())
                .containsExactly("failed for good  b-0  org.wecomarchive.ingestor.FatalSourceException");
        assertThat(parts.restart()).isEmpty();
        assertThat(parts.left()).containsExactly("b-0");
        assertThat(posts).isEmpty();

        connectors = "{" + connector("b", "org.wecomarchive.B", "RUNNING", "RUNNING", "") + "}";
        parts.restart();
        assertThat(parts.left()).isEmpty();
    }

    private FailedParts failedParts() {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new FailedParts(new ConnectRest(new ConnectAddress(url, "", ""), Waiting.real()));
    }

    private static String connector(String name, String type, String state, String taskState, String trace) {
        return """
                "%1$s":{"info":{"config":{"connector.class":"%2$s"}},
                "status":{"name":"%1$s","connector":{"state":"%3$s","trace":"%5$s"},
                "tasks":[{"id":0,"state":"%4$s","trace":"%5$s"}]}}"""
                .formatted(name, type, state, taskState, trace);
    }
}
