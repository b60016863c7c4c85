package org.wecomarchive.testkit.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The two calls of the Confluent REST API that starting a registry needs. */
final class RegistryApi {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI base;

    RegistryApi(URI base) {
        this.base = base;
    }

    /** Whether the registry serves requests. */
    boolean ready() throws InterruptedException {
        try {
            return client.send(request("/subjects").GET().build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sets the compatibility level of every subject that has none of its own. */
    void setCompatibility(String level) throws IOException, InterruptedException {
        HttpRequest put = request("/config")
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"" + level + "\"}"))
                .build();
        int status = client.send(put, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IOException("the registry refused the compatibility level " + level + ": HTTP " + status);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
    }
}
