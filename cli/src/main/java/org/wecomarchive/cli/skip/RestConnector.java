package org.wecomarchive.cli.skip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.wecomarchive.cli.wait.Waiting;

/**
 * A connector through Connect's REST interface; calls are repeated for a minute while the worker rebalances (409), is
 * starting (503) or does not answer.
 *
 * <p>Source: <a href="https://kafka.apache.org/documentation/#connect_rest">Connect REST</a>.
 */
public final class RestConnector implements Connector {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final ConnectAddress connect;
    private final String path;
    private final Waiting waiting;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    public RestConnector(ConnectAddress connect, String name, Waiting waiting) {
        this.connect = connect;
        this.path =
                "/connectors/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        this.waiting = waiting;
    }

    @Override
    public Status status() throws SkipRefusedException, InterruptedException {
        JsonNode status = call("GET", "/status", "");
        JsonNode tasks = status.path("tasks");
        if (status.path("connector").path("state").asText().equals("STOPPED") && tasks.isEmpty()) {
            return new Status(State.STOPPED, "");
        }
        String trace = "";
        for (JsonNode task : tasks) {
            if (!task.path("state").asText().equals("FAILED")) {
                return new Status(State.WORKING, "");
            }
            trace = task.path("trace").asText();
        }
        return new Status(tasks.isEmpty() ? State.WORKING : State.FAILED, trace);
    }

    @Override
    public void stop() throws SkipRefusedException, InterruptedException {
        call("PUT", "/stop", "");
    }

    @Override
    public void resume() throws SkipRefusedException, InterruptedException {
        call("PUT", "/resume", "");
    }

    @Override
    public ObjectNode offset(String corp) throws SkipRefusedException, InterruptedException {
        for (JsonNode entry : call("GET", "/offsets", "").path("offsets")) {
            if (entry.path("partition").path("corp").asText().equals(corp)
                    && entry.path("offset") instanceof ObjectNode offset) {
                return offset;
            }
        }
        throw new SkipRefusedException("the connector has no offset of corp " + corp
                + ": check --connector and --corp; a connector that never fetched anything takes start.from instead");
    }

    @Override
    public void alter(String corp, ObjectNode offset) throws SkipRefusedException, InterruptedException {
        ObjectNode change = JSON.createObjectNode();
        ObjectNode entry = change.putArray("offsets").addObject();
        entry.putObject("partition").put("corp", corp);
        entry.set("offset", offset);
        call("PATCH", "/offsets", change.toString());
    }

    private JsonNode call(String method, String below, String body) throws SkipRefusedException, InterruptedException {
        AtomicReference<HttpResponse<String>> answer = new AtomicReference<>();
        boolean answered = waiting.until(() -> isAnswered(method, below, body, answer), PATIENCE);
        if (!answered) {
            throw new NoAnswerException("Connect did not take " + method + " " + below + " within "
                    + PATIENCE.toSeconds() + " s: check connect.url, then give the command again");
        }
        HttpResponse<String> response = answer.get();
        if (response.statusCode() == UNAUTHORIZED || response.statusCode() == FORBIDDEN) {
            throw new SkipRefusedException("what answers at connect.url refuses us (" + response.statusCode()
                    + "): correct connect.username and connect.password");
        }
        if (response.statusCode() / 100 != 2) {
            throw new SkipRefusedException(
                    "Connect refuses " + method + " " + below + ": " + response.statusCode() + " " + reason(response));
        }
        return json(response.body());
    }

    private boolean isAnswered(String method, String below, String body, AtomicReference<HttpResponse<String>> answer)
            throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(connect.url().resolve(path + below))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        connect.authorization().ifPresent(value -> request.header("Authorization", value));
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer.set(response);
            return response.statusCode() != 409 && response.statusCode() != 503;
        } catch (IOException notNow) {
            return false;
        }
    }

    /** Connect's own sentence, which may quote offsets and names, never records. */
    private static String reason(HttpResponse<String> response) throws SkipRefusedException {
        return json(response.body()).path("message").asText();
    }

    private static JsonNode json(String body) throws SkipRefusedException {
        try {
            return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (IOException e) {
            throw new SkipRefusedException("what answers at connect.url is not Kafka Connect", e);
        }
    }
}
