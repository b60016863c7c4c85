package org.wecomarchive.distribution.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;

/** The documents in the site's Elasticsearch, over HTTP. Safe for use by several threads. */
public final class SearchStore {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String ALIAS = IndexNames.DEFAULT_PREFIX;
    private static final String ALL =
            "{\"size\":5000,\"_source\":false,\"sort\":[\"_doc\"],\"query\":{\"match_all\":{}}}";

    // Not made before the page has been followed: a JVM reads once which authorities the machine trusts.
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /** Where a document is. */
    public record Place(String index, String id) {}

    /** Every document, one that is in two indices twice. */
    public List<Place> documents() throws IOException, InterruptedException {
        send("POST", "/" + ALIAS + "/_refresh", "");
        List<Place> documents = new ArrayList<>();
        JsonNode page = send("POST", "/" + ALIAS + "/_search?scroll=1m", ALL);
        while (!page.path("hits").path("hits").isEmpty()) {
            page.path("hits")
                    .path("hits")
                    .forEach(hit -> documents.add(new Place(
                            hit.path("_index").asText(), hit.path("_id").asText())));
            String next = JSON.createObjectNode()
                    .put("scroll", "1m")
                    .put("scroll_id", page.path("_scroll_id").asText())
                    .toString();
            page = send("POST", "/_search/scroll", next);
        }
        return documents;
    }

    /** When the newest searchable message was sent, but for some that say that they come from the future. */
    public Instant newest() throws IOException, InterruptedException {
        String question = "{\"size\":0,\"query\":{\"range\":{\"sent_at\":{\"lte\":\"now\"}}},"
                + "\"aggs\":{\"newest\":{\"max\":{\"field\":\"sent_at\"}}}}";
        double newest = send("POST", "/" + ALIAS + "/_search", question)
                .path("aggregations")
                .path("newest")
                .path("value")
                .asDouble();
        return Instant.ofEpochMilli((long) newest);
    }

    /** Takes a document away. */
    public void delete(Place place) throws IOException, InterruptedException {
        send(
                "DELETE",
                "/" + place.index() + "/_doc/" + URLEncoder.encode(place.id(), StandardCharsets.UTF_8)
                        + "?refresh=true",
                "");
    }

    private JsonNode send(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(Site.SEARCH + path))
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("Elasticsearch answers with HTTP " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }
}
