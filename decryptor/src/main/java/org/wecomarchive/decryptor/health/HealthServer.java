package org.wecomarchive.decryptor.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

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
        ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread daemon = new Thread(work, "health");
            daemon.setDaemon(true);
            return daemon;
        });
        answer(server, "/livez", "live", status, Readiness.Status::live);
        answer(server, "/readyz", "ready", status, Readiness.Status::ready);
        server.setExecutor(threads);
        server.start();
        return new HealthServer(server, threads);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private static void answer(
            HttpServer server,
            String path,
            String word,
            Supplier<Readiness.Status> status,
            Function<Readiness.Status, Boolean> verdict) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (!exchange.getRequestURI().getPath().equals(path)) {
                    exchange.sendResponseHeaders(404, -1);
                } else if (!exchange.getRequestMethod().equals("GET")) {
                    exchange.sendResponseHeaders(405, -1);
                } else {
                    Readiness.Status now = status.get();
                    send(exchange, verdict.apply(now) ? 200 : 503, json(word, verdict.apply(now), now));
                }
            }
        });
    }

    private static String json(String word, boolean verdict, Readiness.Status status) {
        return String.format(
                Locale.ROOT,
                "{\"%s\":%b,\"state\":\"%s\",\"lag\":%d,\"secondsSinceProgress\":%d}%n",
                word,
                verdict,
                status.state(),
                status.lag(),
                status.secondsSinceProgress());
    }

    private static void send(HttpExchange exchange, int code, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
