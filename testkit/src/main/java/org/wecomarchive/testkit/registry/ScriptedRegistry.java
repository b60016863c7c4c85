package org.wecomarchive.testkit.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A schema registry on 127.0.0.1 that a test controls: it serves the schemas that it is given, hides those of a real
 * registry behind it for a while, or is unavailable.
 *
 * <p>A question for a schema by its id ({@code GET /schemas/ids/<id>}) is answered with 404 and error code 40403 for an
 * id that is unknown or forgotten. Everything else goes to the real registry, if there is one. Safe for use by several
 * threads.
 */
public final class ScriptedRegistry implements AutoCloseable {

    private static final String SCHEMA_OF_ID = "/schemas/ids/";
    private static final String JSON = "application/vnd.schemaregistry.v1+json";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(ScriptedRegistry::daemon);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Optional<String> behind;
    private final Map<Integer, String> schemas = new ConcurrentHashMap<>();
    private final AtomicInteger notFound = new AtomicInteger();
    private final AtomicInteger unavailable = new AtomicInteger();
    private volatile boolean forgetful;
    private volatile boolean away;

    private ScriptedRegistry(Optional<String> behind) throws IOException {
        this.behind = behind;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.server.setExecutor(threads);
        this.server.createContext("/", this::answer);
        this.server.start();
    }

    /** A registry that knows no schema yet. */
    public static ScriptedRegistry empty() throws IOException {
        return new ScriptedRegistry(Optional.empty());
    }

    /** A proxy of a real registry. */
    public static ScriptedRegistry inFrontOf(String url) throws IOException {
        return new ScriptedRegistry(Optional.of(url));
    }

    /** Address for {@code schema.registry.url}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Serves a schema under an id from now on. */
    public void add(int id, String schema) {
        schemas.put(id, schema);
    }

    /** Whether it answers that it knows no id at all, as a registry that was rebuilt. */
    public void forgetIds(boolean forget) {
        forgetful = forget;
    }

    /** Whether it answers 503 to everything. */
    public void goAway(boolean gone) {
        away = gone;
    }

    /** How often it has answered that it does not know an id. */
    public int notFound() {
        return notFound.get();
    }

    /** How often it has answered 503. */
    public int unavailable() {
        return unavailable.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            if (away) {
                unavailable.incrementAndGet();
                send(exchange, 503, "{}");
            } else if (path.startsWith(SCHEMA_OF_ID)) {
                answerId(exchange, Integer.parseInt(path.substring(SCHEMA_OF_ID.length())));
            } else {
                forward(exchange);
            }
        }
    }

    private void answerId(HttpExchange exchange, int id) throws IOException {
        String schema = schemas.get(id);
        if (!forgetful && schema != null) {
            send(exchange, 200, "{\"schema\":\"" + schema.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
        } else if (!forgetful && behind.isPresent()) {
            forward(exchange);
        } else {
            notFound.incrementAndGet();
            send(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema " + id + " not found\"}");
        }
    }

    private void forward(HttpExchange exchange) throws IOException {
        if (behind.isEmpty()) {
            send(exchange, 404, "{\"error_code\":40401,\"message\":\"Subject not found\"}");
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(behind.get() + exchange.getRequestURI()))
                .header("Content-Type", JSON)
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            send(exchange, response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the registry answers", e);
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", JSON);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "scripted-registry");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
