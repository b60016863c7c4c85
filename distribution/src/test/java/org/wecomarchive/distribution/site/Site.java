package org.wecomarchive.distribution.site;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.wecomarchive.recovery.ProgramSettings;
import org.wecomarchive.schemas.Topics;

/** The site of {@code deploy/bare-metal}, which the blocks of that page make: where its files are, and how it is reached. */
public final class Site {

    /** Files that are the site's own. */
    public static final Path HOME = Path.of("/srv/site");

    /** Output of each service. */
    public static final Path LOGS = Path.of("/var/log/wecom-site");

    /** The files of {@code deploy}. */
    public static final Path DEPLOY = HOME.resolve("files/deploy");

    /** Settings of {@code archivectl}. */
    public static final Path ARCHIVECTL = HOME.resolve("archivectl.properties");

    /** Of Elasticsearch. */
    public static final URI SEARCH = URI.create("https://es-1:9200");

    /** Of the pipeline. */
    public static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

    private static final ObjectMapper JSON = new ObjectMapper();

    private Site() {}

    /** Follows the page; an Elasticsearch is there before the block that needs it. */
    public static void make(Path page) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder();
        for (CommandBlocks.Block block : CommandBlocks.of(page)) {
            if (block.label().equals("search")) {
                script.append(elasticsearch());
            }
            script.append(block.commands());
        }
        Shell.run(script.toString());
    }

    private static String elasticsearch() {
        String server = String.join(
                " ",
                "java",
                "-Xmx64m",
                "-Dwecom.elasticsearch.home=" + System.getProperty("wecom.elasticsearch.home"),
                "-cp",
                "'" + System.getProperty("java.class.path") + "'",
                ElasticsearchBehindTls.class.getName(),
                "/var/lib/es",
                "/srv/site/es.p12",
                "/srv/site/ca/store",
                "es-1",
                "es-2");
        return "certificate /srv/site/es.p12 es-1 es-2\nrun-service elasticsearch root " + server
                + "\nuntil curl -sf https://es-1:9200/_cluster/health >/dev/null; do sleep 1; done\n";
    }

    /** How many series a query of Prometheus has. */
    public static int series(String query) throws IOException, InterruptedException {
        URI url = URI.create(
                "http://127.0.0.1:9090/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        // Not made before the page has been followed: a JVM reads once which authorities the machine trusts.
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(answer.body()).path("data").path("result").size();
    }

    /** A client of Kafka, as its administrator. */
    public static Map<String, Object> kafka() throws IOException {
        Map<String, Object> settings = new HashMap<>();
        resolved(ProgramSettings.read(ARCHIVECTL)).forEach((key, value) -> {
            if (key.startsWith("kafka.")) {
                settings.put(key.substring("kafka.".length()), value);
            }
        });
        return settings;
    }

    /** The settings of a connector, secrets included. */
    public static Map<String, String> connector(String name) throws IOException {
        return resolved(JSON.readValue(
                DEPLOY.resolve("connectors/" + name + ".json").toFile(), new TypeReference<Map<String, String>>() {}));
    }

    private static Map<String, String> resolved(Map<String, String> settings) {
        FileConfigProvider files = new FileConfigProvider();
        files.configure(Map.of());
        return new ConfigTransformer(Map.of("file", files)).transform(settings).data();
    }
}
