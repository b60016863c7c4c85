package org.wecomarchive.benchmarks.sizing;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.TopicPartition;
import org.wecomarchive.schemas.Topics;

/**
 * How much lies in each store, in bytes: segments of topics without their indexes, Elasticsearch's own figure of its
 * indices, data files of the cold tables without their metadata.
 *
 * @param bootstrapServers of the one broker
 * @param elasticsearch its address
 * @param warehouse of the cold store
 */
record StoreSizes(String bootstrapServers, URI elasticsearch, Path warehouse) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long ADMIN_SECONDS = 60;
    private static final Duration MERGE_AT_MOST = Duration.ofMinutes(5);
    private static final String INDICES = "/wecom-archive-*";

    /** Flushes the indices and merges each into one segment, which takes CPU time, and measures. */
    Map<StoredIn, Long> merged() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        post(INDICES + "/_forcemerge?max_num_segments=1&flush=true");
        Map<StoredIn, Long> sizes = new EnumMap<>(StoredIn.class);
        Topics topics = new Topics(Topics.DEFAULT_PREFIX);
        sizes.put(StoredIn.RAW_TOPIC, kafka(List.of(topics.raw())));
        sizes.put(StoredIn.EVENTS_TOPIC, kafka(List.of(topics.events())));
        sizes.put(StoredIn.OTHER_TOPICS, kafka(List.of(topics.parked(), topics.deadLetters())));
        sizes.put(StoredIn.SEARCH, indices());
        sizes.put(StoredIn.COLD_RAW, dataFiles("raw"));
        sizes.put(StoredIn.COLD_EVENTS, dataFiles("events"));
        return sizes;
    }

    private long kafka(List<String> topics) throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return admin
                    .describeLogDirs(List.of(0))
                    .allDescriptions()
                    .get(ADMIN_SECONDS, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .flatMap(directories -> directories.values().stream())
                    .flatMap(directory -> directory.replicaInfos().entrySet().stream())
                    .filter(replica -> isOf(replica.getKey(), topics))
                    .map(Map.Entry::getValue)
                    .mapToLong(ReplicaInfo::size)
                    .sum();
        }
    }

    private static boolean isOf(TopicPartition partition, List<String> topics) {
        return topics.contains(partition.topic());
    }

    private long indices() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(request(INDICES + "/_stats/store").GET().build());
        return JSON.readTree(answer.body())
                .at("/_all/primaries/store/size_in_bytes")
                .asLong();
    }

    private void post(String path) throws IOException, InterruptedException {
        send(request(path).POST(BodyPublishers.noBody()).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(elasticsearch + path)).timeout(MERGE_AT_MOST);
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(
                    "Elasticsearch answers " + request.uri().getPath() + " with HTTP " + answer.statusCode());
        }
        return answer;
    }

    private long dataFiles(String table) throws IOException {
        try (Stream<Path> files = Files.walk(warehouse)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("/" + table + "/data/")
                            && file.toString().endsWith(".parquet"))
                    .mapToLong(StoreSizes::size)
                    .sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
