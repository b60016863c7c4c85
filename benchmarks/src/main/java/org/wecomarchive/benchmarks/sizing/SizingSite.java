package org.wecomarchive.benchmarks.sizing;

import java.io.IOException;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.wecomarchive.decryptor.DecryptorMain;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.quickstart.pipeline.PipelineSettings;
import org.wecomarchive.quickstart.run.Workspace;
import org.wecomarchive.quickstart.tenant.Source;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.connect.ConnectWorkerProcess;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchHome;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchServer;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.server.ServerJvm;
import org.wecomarchive.testkit.server.ServerKind;
import org.wecomarchive.testkit.server.ServerProcess;
import org.wecomarchive.testkit.wait.BoundedWait;

/**
 * The pipeline with a process for each part, so that each has its own CPU time. The tenant is served by this JVM, which is not counted.
 *
 * <p>Its settings are the quickstart's without those that only suit one small machine: what is left is what the files of a site
 * have, without TLS and with one broker and one Elasticsearch node.
 */
final class SizingSite implements AutoCloseable {

    private static final Set<String> OF_A_SMALL_MACHINE = Set.of(
            "commit.interval.ms",
            "consumer.override.fetch.max.bytes",
            "consumer.override.fetch.min.bytes",
            "idle.pause.max.ms",
            "kafka.commit.interval.ms",
            "memory.max.bytes",
            "producer.override.batch.size",
            "producer.override.compression.type",
            "producer.override.linger.ms");

    /** Compilers stay, so that their time can be told from the rest. */
    private static final String ONE_SET_OF_COMPILERS = "-XX:-UseDynamicNumberOfCompilerThreads";

    private static final List<String> QUIET = List.of(
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-Djava.net.preferIPv4Stack=true", ONE_SET_OF_COMPILERS);
    private static final Duration START_AT_MOST = Duration.ofMinutes(3);

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Map<Part, ProcessHandle> processes = new EnumMap<>(Part.class);
    private final Workspace workspace;
    private final Source source;
    private String bootstrapServers = "";
    private URI elasticsearch = URI.create("");

    private SizingSite(Workspace workspace, Source source) {
        this.workspace = workspace;
        this.source = source;
    }

    /** Starts everything and returns when every part runs; what has started is closed again if one does not. */
    static SizingSite start(Workspace workspace, Source source, TopicCatalog topics) throws Exception {
        SizingSite site = new SizingSite(workspace, source);
        try {
            site.startAll(topics);
            return site;
        } catch (Exception e) {
            site.close();
            throw e;
        }
    }

    /** The process of each part. */
    Map<Part, ProcessHandle> processes() {
        return processes;
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    URI elasticsearch() {
        return elasticsearch;
    }

    private void startAll(TopicCatalog catalog) throws Exception {
        Topics topics = new Topics(Topics.DEFAULT_PREFIX);
        RegistryServer registry = opened(RegistryServer.start(workspace.registry()));
        ElasticsearchServer search = opened(ElasticsearchServer.start(
                workspace.search(),
                ElasticsearchHome.ofTheBuild().with(List.of("-Xms1g", "-Xmx1g", ONE_SET_OF_COMPILERS))));
        processes.put(Part.ELASTICSEARCH, search.process());
        elasticsearch = URI.create(search.url());
        ServerProcess broker = opened(ServerProcess.start(
                workspace.kafka(), BrokerMain.kind(options("-Xmx512m", "-XX:+UseG1GC"), workspace.kafka())));
        processes.put(Part.BROKER, broker.process());
        bootstrapServers = BrokerMain.bootstrapServers(workspace.kafka());
        catalog.createAll(bootstrapServers, topics.prefix());
        PipelineSettings settings = new PipelineSettings(bootstrapServers, registry.url(), topics);
        startDecryptor(settings);
        startConnectors(settings, catalog.topic("raw.v1").partitions());
    }

    private void startDecryptor(PipelineSettings settings) throws Exception {
        Map<String, String> own = new HashMap<>(siteLike(settings.decryptor(source, workspace.state())));
        // On a busy machine the library's process must not be taken for hung: another one would be measured.
        own.put("sdk.decrypt.timeout.ms", "60000");
        ServerKind kind = new ServerKind(
                "decryptor",
                "/readyz",
                (directory, port) -> new ServerJvm(
                        options("-Xmx512m"),
                        System.getProperty("java.class.path"),
                        DecryptorMain.class.getName(),
                        List.of("--config", write(directory, own, port).toString())),
                SizingSite::isReady);
        ServerProcess decryptor = opened(ServerProcess.start(workspace.logs().resolve("decryptor"), kind));
        processes.put(Part.DECRYPTOR, decryptor.process());
        processes.put(Part.DECRYPTOR_LIBRARY, libraryOf(decryptor.process()));
    }

    private void startConnectors(PipelineSettings settings, int rawPartitions) throws Exception {
        ConnectWorkerProcess cold = worker("cold");
        cold.putConnector("cold-raw", siteLike(settings.coldRaw(workspace.cold())));
        cold.putConnector("cold-events", siteLike(settings.coldEvents(workspace.cold())));
        processes.put(Part.COLD_SINK, cold.process());
        ConnectWorkerProcess search = worker("search-sink");
        search.putConnector("search", siteLike(settings.search(elasticsearch)));
        processes.put(Part.SEARCH_SINK, search.process());
        ConnectWorkerProcess ingest = worker("ingest");
        ingest.putConnector("ingestor", siteLike(settings.connector(source, rawPartitions, 0)));
        processes.put(Part.INGESTOR, ingest.process());
        cold.rest().awaitRunning("cold-raw", START_AT_MOST);
        cold.rest().awaitRunning("cold-events", START_AT_MOST);
        search.rest().awaitRunning("search", START_AT_MOST);
        ingest.rest().awaitRunning("ingestor", START_AT_MOST);
        processes.put(Part.INGESTOR_LIBRARY, libraryOf(ingest.process()));
    }

    private ConnectWorkerProcess worker(String group) throws IOException {
        return opened(ConnectWorkerProcess.start(
                workspace.logs().resolve(group), bootstrapServers, "sizing-" + group, 1, options("-Xmx512m")));
    }

    /** The one child of the process that uses it. */
    private static ProcessHandle libraryOf(ProcessHandle user) throws Exception {
        List<ProcessHandle> children = new ArrayList<>();
        BoundedWait.of(START_AT_MOST).until("the library's process", () -> {
            children.clear();
            user.children().forEach(children::add);
            return children.size() == 1;
        });
        return children.get(0);
    }

    private static boolean isReady(URI url) throws InterruptedException {
        HttpRequest ask =
                HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(10)).build();
        try {
            return HttpClient.newHttpClient()
                            .send(ask, BodyHandlers.discarding())
                            .statusCode()
                    == HttpURLConnection.HTTP_OK;
        } catch (IOException notUpYet) {
            return false;
        }
    }

    private static Path write(Path directory, Map<String, String> settings, int httpPort) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.put("http.port", Integer.toString(httpPort));
        Path file = directory.resolve("decryptor.properties");
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        }
        return file;
    }

    private static Map<String, String> siteLike(Map<String, String> settings) {
        Map<String, String> kept = new HashMap<>(settings);
        kept.keySet().removeAll(OF_A_SMALL_MACHINE);
        return Map.copyOf(kept);
    }

    private static List<String> options(String... own) {
        List<String> all = new ArrayList<>(QUIET);
        all.addAll(List.of(own));
        return all;
    }

    private <T extends AutoCloseable> T opened(T part) {
        running.push(part);
        return part;
    }

    /** The last one first. */
    @Override
    public void close() {
        running.forEach(part -> Utils.closeQuietly(part, "a part of the site"));
        running.clear();
    }
}
