package org.wecomarchive.decryptor.health;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class HealthServerTest {

    private HealthServer server;

    @BeforeEach
    void start() throws IOException {
        server = HealthServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                () -> new Readiness.Status(false, true, "RUNNING", 7, 31));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void saysYesAndNoWithOneLineOfJson() throws Exception {
        HttpResponse<String> live = get("/livez");
        HttpResponse<String> ready = get("/readyz");

        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body())
                .isEqualToIgnoringNewLines(
                        "{\"live\":true,\"state\":\"RUNNING\",\"lag\":7,\"secondsSinceProgress\":31}");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(get("/livez/more").statusCode()).isEqualTo(404);
    }

    @Test
    void answersBesideConnectionsThatSendHalfARequest() throws Exception {
        List<Socket> half = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                half.add(halfARequest());
            }

            assertThat(get("/livez").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : half) {
                socket.close();
            }
        }
    }

    private Socket halfARequest() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
        socket.getOutputStream().write("G".getBytes(US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI address = URI.create("http://" + server.address().getHostString() + ":"
                + server.address().getPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
