package org.wecomarchive.decryptor.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.ThreadUtils;

/**
 * Answers probes: {@code GET /livez} and {@code GET /readyz}.
 *
 * <p><b>Shape.</b> 200 for yes and 503 for no, with one line of JSON:
 * {@code {"ready":true,"state":"RUNNING","lag":0,"secondsSinceProgress":0}}; {@code /livez} has {@code live} in place of
 * {@code ready}. Other methods get 405, other paths 404. No content of records, no names of tenants.
 *
 * <p><b>Threads.</b> Each request has one of its own: a connection that sends half a request holds up nobody, and is
 * closed after {@value #LONGEST_REQUEST_SECONDS} s.
 */
public final class HealthServer implements AutoCloseable {

    private static final int LONGEST_REQUEST_SECONDS = 10;

    static {
        // The JDK's server has no other way to be told, and reads it when its first instance in the JVM is made.
        System.setProperty("sun.net.httpserver.maxReqTime", Integer.toString(LONGEST_REQUEST_SECONDS));
    }

    private final HttpServer server;
    private final ExecutorService threads;

    private HealthServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts to listen.
     *
     * @throws IOException when the address cannot be bound
     */
    public static HealthServer start(InetSocketAddress address, Supplier<Readiness.Status> status) throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                Readiness.Status now = status.get();
                switch (exchange.getRequestURI().getPath()) {
                    case "/livez" -> answer(exchange, "live", now.live(), now);
                    case "/readyz" -> answer(exchange, "ready", now.ready(), now);
                    default -> exchange.sendResponseHeaders(404, -1);
                }
            }
        });
        ExecutorService threads = Executors.newCachedThreadPool(ThreadUtils.createThreadFactory("health-%d", true));
        server.setExecutor(threads);
        server.start();
        return new HealthServer(server, threads);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private static void answer(HttpExchange exchange, String word, boolean yes, Readiness.Status status)
            throws IOException {
        if (!exchange.getRequestMethod().equals("GET")) {
            exchange.sendResponseHeaders(405, -1);
            return;
        }
        byte[] json = String.format(
                        Locale.ROOT,
                        "{\"%s\":%b,\"state\":\"%s\",\"lag\":%d,\"secondsSinceProgress\":%d}%n",
                        word,
                        yes,
                        status.state(),
                        status.lag(),
                        status.secondsSinceProgress())
                .getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(yes ? 200 : 503, json.length);
        exchange.getResponseBody().write(json);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
