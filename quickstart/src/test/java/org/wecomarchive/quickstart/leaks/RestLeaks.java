package org.wecomarchive.quickstart.leaks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Looks at what a Connect worker tells: settings of connectors, states, and the traces of failed tasks. */
final class RestLeaks {

    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private final LeakReport report;

    RestLeaks(LeakReport report) {
        this.report = report;
    }

    void lookAt(URI worker) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(worker.resolve("/connectors?expand=info&expand=status"))
                .timeout(AT_MOST)
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString(StandardCharsets.ISO_8859_1))
                .body();
        report.look("what Connect tells of its connectors", answer, Plaintext.FORBIDDEN);
    }
}
