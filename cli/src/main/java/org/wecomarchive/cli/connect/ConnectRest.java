package org.wecomarchive.cli.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
 * Calls of Connect's REST interface, repeated for a minute while the worker rebalances (409), is starting (503) or does not
 * answer.
 *
 * <p>Source: <a href="https://kafka.apache.org/documentation/#connect_rest">Connect REST</a>.
 */
public final class ConnectRest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final ConnectAddress connect;
    private final Waiting waiting;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    public ConnectRest(ConnectAddress connect, Waiting waiting) {
        this.connect = connect;
        this.waiting = waiting;
    }

    /** Where Connect has the connector. */
    public static String pathOf(String connector) {
        return "/connectors/"
                + URLEncoder.encode(connector, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Calls and returns Connect's answer.
     *
     * @param path with {@code /} in front
     * @param body JSON, or empty
     * @throws RefusedException if Connect answers with anything but success
     * @throws NoAnswerException if it does not answer within a minute
     */
    public JsonNode call(String method, String path, String body) throws RefusedException, InterruptedException {
        AtomicReference<HttpResponse<String>> answer = new AtomicReference<>();
        boolean answered = waiting.until(() -> isAnswered(method, path, body, answer), PATIENCE);
        if (!answered) {
            throw new NoAnswerException("Connect did not take " + method + " " + path + " within "
                    + PATIENCE.toSeconds() + " s: check connect.url, then give the command again");
        }
        HttpResponse<String> response = answer.get();
        if (response.statusCode() == UNAUTHORIZED || response.statusCode() == FORBIDDEN) {
            throw new RefusedException("what answers at connect.url refuses us (" + response.statusCode()
                    + "): correct connect.username and connect.password");
        }
        if (response.statusCode() / 100 != 2) {
            throw new RefusedException(
                    "Connect refuses " + method + " " + path + ": " + response.statusCode() + " " + reason(response));
        }
        return json(response.body());
    }

    private boolean isAnswered(String method, String path, String body, AtomicReference<HttpResponse<String>> answer)
            throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(connect.url().resolve(path))
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
    private static String reason(HttpResponse<String> response) throws RefusedException {
        return json(response.body()).path("message").asText();
    }

    private static JsonNode json(String body) throws RefusedException {
        try {
            return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (IOException e) {
            throw new RefusedException("what answers at connect.url is not Kafka Connect", e);
        }
    }
}
