package org.wecomarchive.quickstart.hostile;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.wecomarchive.testkit.registry.RegistryServer;

/** As much of a schema registry as two serdes ask for: it registers every schema, and tells it by its id. */
final class SchemaIds implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final List<String> schemas = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    SchemaIds() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    Map<String, String> settings() {
        return RegistryServer.clientSettings(
                "http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] answer = JSON.writeValueAsBytes(
                    exchange.getRequestMethod().equals("POST")
                            ? Map.of(
                                    "id",
                                    idOf(JSON.readTree(exchange.getRequestBody())
                                            .get("schema")
                                            .textValue()))
                            : Map.of("schema", schemaOf(exchange.getRequestURI().getPath())));
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private int idOf(String schema) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    private String schemaOf(String path) {
        return schemas.get(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)) - 1);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
