package org.wecomarchive.quickstart.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;
import org.wecomarchive.sinkelasticsearch.query.ArchiveQuery;

/** The archive's indices in an Elasticsearch, over HTTP. Safe for use by several threads. */
public final class SearchIndex {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 404;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI url;
    private final IndexNames names = new IndexNames(IndexNames.DEFAULT_PREFIX);

    /** @param url of Elasticsearch, for example {@code http://127.0.0.1:9200} */
    public SearchIndex(URI url) {
        this.url = url;
    }

    /** How many documents there are, those of the last moment included; 0 before there are indices. */
    public long documents() throws IOException, InterruptedException {
        if (call("/" + names.alias() + "/_refresh?ignore_unavailable=true", "").isEmpty()) {
            return 0;
        }
        return call("/" + names.alias() + "/_count?ignore_unavailable=true", "{}")
                .map(answer -> answer.get("count").asLong())
                .orElse(0L);
    }

    public Hits find(ArchiveQuery query) throws IOException, InterruptedException {
        return hits(query.json());
    }

    /** The latest message that was recalled. */
    public Hits lastRecalled() throws IOException, InterruptedException {
        return hits("{\"size\":1,\"track_total_hits\":true,\"_source\":{\"excludes\":[\"payload\"]},"
                + "\"query\":{\"term\":{\"recalled\":true}},\"sort\":[{\"seq\":\"desc\"}]}");
    }

    /** Indices that are closed: searches leave them out. */
    public List<String> closed() throws IOException, InterruptedException {
        String path = "/" + names.pattern() + "/_settings/index.creation_date?expand_wildcards=closed";
        List<String> closed = new ArrayList<>();
        answer(request(path).GET().build())
                .ifPresent(settings -> settings.fieldNames().forEachRemaining(closed::add));
        return List.copyOf(closed);
    }

    private Hits hits(String body) throws IOException, InterruptedException {
        JsonNode found = call(ArchiveQuery.path(names.alias()), body)
                .map(answer -> answer.get("hits"))
                .orElseGet(JSON::createObjectNode);
        List<Hit> first = new ArrayList<>();
        found.path("hits").forEach(hit -> first.add(hit(hit)));
        return new Hits(found.path("total").path("value").asLong(), first);
    }

    private static Hit hit(JsonNode hit) {
        JsonNode source = hit.get("_source");
        List<String> pieces = new ArrayList<>();
        hit.path("highlight").forEach(field -> field.forEach(piece -> pieces.add(withoutMarks(piece.asText()))));
        if (pieces.isEmpty() && source.has("text")) {
            pieces.add(source.get("text").asText());
        }
        return new Hit(
                moment(source, "sent_at"),
                Optional.ofNullable(source.get("sender")).map(JsonNode::asText),
                source.path("conversation_id").asText(),
                source.path("msg_type").asText(),
                moment(source, "recalled_at"),
                source.path("damaged").asBoolean(),
                pieces);
    }

    private static Optional<Instant> moment(JsonNode source, String field) {
        return Optional.ofNullable(source.get(field)).map(value -> Instant.parse(value.asText()));
    }

    private static String withoutMarks(String piece) {
        return piece.replace("<em>", "").replace("</em>", "");
    }

    /** Empty where there is no index yet. */
    private Optional<JsonNode> call(String path, String body) throws IOException, InterruptedException {
        return answer(request(path)
                .POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json");
    }

    private Optional<JsonNode> answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        if (answer.statusCode() != 200) {
            // The body may quote what was searched for.
            throw new IOException(
                    "Elasticsearch answers " + request.uri().getPath() + " with HTTP " + answer.statusCode());
        }
        return Optional.of(JSON.readTree(answer.body()));
    }
}
