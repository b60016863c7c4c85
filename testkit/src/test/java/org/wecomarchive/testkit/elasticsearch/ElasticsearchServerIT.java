package org.wecomarchive.testkit.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
final class ElasticsearchServerIT {

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void keepsAddressAndAcknowledgedDocumentsOverAKill() throws Exception {
        ElasticsearchServer killed = ElasticsearchServer.start(directory);
        call(killed, "PUT", "/a", "");
        String made = call(killed, "PUT", "/a/_doc/1", "{\"x\":1}");
        killed.killHard();

        try (ElasticsearchServer restarted = ElasticsearchServer.start(directory)) {

            assertThat(restarted.url()).isEqualTo(killed.url());
            assertThat(made).contains("\"result\":\"created\"");
            assertThat(call(restarted, "GET", "/a/_doc/1", "")).contains("\"x\":1");
            assertThat(Stream.of("cjk", "smartcn").map(name -> analyze(restarted, name)))
                    .allSatisfy(tokens -> assertThat(tokens).contains("\"tokens\":[{"));
        }
    }

    private String analyze(ElasticsearchServer server, String analyzer) {
        try {
            return call(server, "POST", "/_analyze", "{\"analyzer\":\"" + analyzer + "\",\"text\":\"检查合同\"}");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String call(ElasticsearchServer server, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
