package org.wecomarchive.testkit.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.wecomarchive.testkit.wait.BoundedWait;

/**
 * Client of a Connect worker's REST interface.
 *
 * <p>Every call is repeated for up to a minute while the worker is not up, is rebalancing (409) or is starting (503).
 *
 * <p>Errors: {@link ConnectRestException} for every other refusal, with Connect's own message; {@link TimeoutException} if
 * the worker did not answer in time.
 *
 * <p>Source: <a href="https://kafka.apache.org/documentation/#connect_rest">Connect REST</a>.
 */
public final class ConnectRest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BoundedWait WAIT = new BoundedWait(Duration.ofMinutes(4), Duration.ofMillis(100));

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /** Talks to {@code base}, for example {@code http://127.0.0.1:8083}. */
    public ConnectRest(URI base) {
        this.base = base;
    }

    /** Where the worker listens. */
    public URI base() {
        return base;
    }

    /** Names of all connectors. */
    public List<String> connectors() throws IOException, InterruptedException, TimeoutException {
        List<String> names = new ArrayList<>();
        call("GET", "/connectors", "").forEach(name -> names.add(name.asText()));
        return List.copyOf(names);
    }

    /** Creates or changes a connector. */
    public void putConnector(String name, Map<String, String> config)
            throws IOException, InterruptedException, TimeoutException {
        call("PUT", path(name) + "/config", JSON.writeValueAsString(config));
    }

    /** Removes a connector; its offsets stay. */
    public void deleteConnector(String name) throws IOException, InterruptedException, TimeoutException {
        call("DELETE", path(name), "");
    }

    /** The connector's own state and that of its tasks; unassigned without tasks until a worker has begun to start it. */
    public ConnectorStatus status(String name) throws IOException, InterruptedException, TimeoutException {
        try {
            return JSON.treeToValue(call("GET", path(name) + "/status", ""), ConnectorStatus.class);
        } catch (ConnectRestException e) {
            if (e.status() == HttpURLConnection.HTTP_NOT_FOUND) {
                return ConnectorStatus.unassigned(name);
            }
            throw e;
        }
    }

    /** Waits until the connector and all its tasks run. */
    public void awaitRunning(String name, Duration atMost) throws IOException, InterruptedException, TimeoutException {
        BoundedWait.of(atMost)
                .until("connector " + name + " to run", () -> status(name).running());
    }

    /** Keeps tasks assigned but idle. */
    public void pause(String name) throws IOException, InterruptedException, TimeoutException {
        call("PUT", path(name) + "/pause", "");
    }

    /** Stops the tasks; offsets can be altered only in this state. Returns before the tasks have ended. */
    public void stop(String name) throws IOException, InterruptedException, TimeoutException {
        call("PUT", path(name) + "/stop", "");
    }

    /** Ends a pause or a stop. */
    public void resume(String name) throws IOException, InterruptedException, TimeoutException {
        call("PUT", path(name) + "/resume", "");
    }

    /** Restarts one task. */
    public void restartTask(String name, int task) throws IOException, InterruptedException, TimeoutException {
        call("POST", path(name) + "/tasks/" + task + "/restart", "");
    }

    /** Restarts the connector itself, not its tasks. */
    public void restartConnector(String name) throws IOException, InterruptedException, TimeoutException {
        call("POST", path(name) + "/restart?includeTasks=false&onlyFailed=true", "");
    }

    /** Shape: {@code {"offsets":[{"partition":{…},"offset":{…}}]}}. */
    public JsonNode offsets(String name) throws IOException, InterruptedException, TimeoutException {
        return call("GET", path(name) + "/offsets", "");
    }

    /** Changes offsets of a stopped connector; shape as {@link #offsets}. */
    public void alterOffsets(String name, JsonNode offsets) throws IOException, InterruptedException, TimeoutException {
        call("PATCH", path(name) + "/offsets", JSON.writeValueAsString(offsets));
    }

    /** Forgets all offsets of a stopped connector. */
    public void resetOffsets(String name) throws IOException, InterruptedException, TimeoutException {
        call("DELETE", path(name) + "/offsets", "");
    }

    private static String path(String name) {
        return "/connectors/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    private JsonNode call(String method, String path, String body)
            throws IOException, InterruptedException, TimeoutException {
        List<JsonNode> answer = new ArrayList<>();
        WAIT.until("Connect to take " + method + " " + path, () -> {
            HttpResponse<String> response;
            try {
                response = send(method, path, body);
            } catch (IOException notUpYet) {
                return false;
            }
            if (isStartingOrRebalancing(response)) {
                return false;
            }
            answer.add(accepted(method, path, response));
            return true;
        });
        return answer.get(0);
    }

    /** A 404 of Connect itself has a body; one without a body means that the HTTP server is up and Connect is not. */
    private static boolean isStartingOrRebalancing(HttpResponse<String> response) {
        int status = response.statusCode();
        return status == 409
                || status == 503
                || (status == 404 && response.body().isEmpty());
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode accepted(String method, String path, HttpResponse<String> response) throws IOException {
        if (response.statusCode() / 100 != 2) {
            throw new ConnectRestException(
                    method + " " + path + ": " + response.statusCode() + " " + response.body(), response.statusCode());
        }
        return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
    }
}
