package org.wecomarchive.testkit.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.wecomarchive.testkit.server.ServerKind;
import org.wecomarchive.testkit.server.ServerProcess;

/**
 * A real schema registry, Apicurio, on 127.0.0.1, with Confluent's REST API and compatibility {@code FULL_TRANSITIVE}.
 *
 * <p>It has its own JVM, which ends with this one, even when this one is killed. The directory holds the schemas
 * ({@code registry.mv.db}), the server's output ({@code registry.log}), and the {@code port} of the last start, which
 * is reused if it is free. A later start in the same directory finds every schema under its id, also after a kill.
 *
 * <p>One directory serves one server at a time. Safe for use by several threads.
 */
public final class RegistryServer implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private static final ServerKind KIND = new ServerKind(
            "registry",
            "/apis/ccompat/v7",
            (directory, port) -> ApicurioHome.chosen().jvm(directory, port),
            RegistryServer::becomesReady);

    private final ServerProcess process;

    private RegistryServer(ServerProcess process) {
        this.process = process;
    }

    /**
     * Starts a registry and returns when it serves requests.
     *
     * @param directory made if absent
     * @throws IOException if it does not start; its output is in {@code registry.log}
     */
    public static RegistryServer start(Path directory) throws IOException, InterruptedException {
        return new RegistryServer(ServerProcess.start(directory, KIND));
    }

    /** Base address of the Confluent API, for {@code schema.registry.url}. */
    public String url() {
        return process.url().toString();
    }

    /**
     * Settings of a client that registers its schemas and waits for this registry, even on a busy machine.
     *
     * @param url as {@link #url()} tells it
     */
    public static Map<String, String> clientSettings(String url) {
        return Map.of(
                "schema.registry.url", url,
                "auto.register.schemas", "true",
                "schema.registry.retry.timeout.ms", "120000");
    }

    /** Ends the server as a power cut would: no shutdown hook runs. */
    public void killHard() throws InterruptedException {
        process.killHard();
    }

    /** Ends the server; idempotent, takes at most some seconds. */
    @Override
    public void close() {
        process.close();
    }

    private static boolean becomesReady(URI url) throws IOException, InterruptedException {
        if (!answers(url)) {
            return false;
        }
        HttpRequest put = HttpRequest.newBuilder(URI.create(url + "/config"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"FULL_TRANSITIVE\"}"))
                .build();
        int status = HTTP.send(put, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IOException("the registry refuses its compatibility level: HTTP " + status);
        }
        return true;
    }

    /** Whether a registry serves requests at the address. */
    static boolean answers(URI url) throws InterruptedException {
        HttpRequest get = HttpRequest.newBuilder(URI.create(url + "/subjects"))
                .timeout(TIMEOUT)
                .build();
        try {
            return HTTP.send(get, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notUpYet) {
            return false;
        }
    }
}
