package org.wecomarchive.quickstart.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.wecomarchive.testkit.server.LoopbackPorts;

/**
 * Debian's Prometheus and Alertmanager with the files of {@code deploy/monitoring}, of which only addresses and intervals are
 * changed, and a webhook that keeps what it is sent.
 */
final class LivePrometheus implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1:";

    private final List<Process> processes = new ArrayList<>();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final HttpServer webhook;
    private final String address = LOOPBACK + LoopbackPorts.free();

    private LivePrometheus(HttpServer webhook) throws IOException {
        this.webhook = webhook;
        webhook.createContext("/alerts", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        webhook.start();
    }

    static boolean isInstalled() {
        return Stream.of("promtool", "prometheus", "prometheus-alertmanager")
                .allMatch(name -> Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name))));
    }

    /** Scrapes {@code target} as job connect. */
    static LivePrometheus start(Path temporary, String target) throws IOException {
        LivePrometheus live =
                new LivePrometheus(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        String alertmanager = LOOPBACK + LoopbackPorts.free();
        live.run(
                temporary,
                "prometheus-alertmanager",
                "--config.file=" + live.alertmanagerConfig(temporary),
                "--storage.path=" + temporary.resolve("alertmanager"),
                "--web.listen-address=" + alertmanager,
                "--cluster.listen-address=");
        live.run(
                temporary,
                "prometheus",
                "--config.file=" + prometheusConfig(temporary, target, alertmanager),
                "--storage.tsdb.path=" + temporary.resolve("prometheus"),
                "--web.listen-address=" + live.address);
        return live;
    }

    /** Bodies of the webhook's requests. */
    List<String> received() {
        return List.copyOf(received);
    }

    /** The values of a query's series now, without those that are no numbers. */
    List<Double> numbers(String query) throws IOException, InterruptedException {
        URI uri = URI.create("http://" + address + "/api/v1/query?query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8).replace("+", "%20"));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 400) {
            throw new IllegalArgumentException(answer.body());
        }
        // It starts.
        if (answer.statusCode() != 200) {
            return List.of();
        }
        return StreamSupport.stream(
                        new ObjectMapper()
                                .readTree(answer.body())
                                .at("/data/result")
                                .spliterator(),
                        false)
                .map(series -> Double.valueOf(series.at("/value/1").asText().replace("Inf", "Infinity")))
                .filter(Double::isFinite)
                .toList();
    }

    @Override
    public void close() {
        webhook.stop(0);
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            process.onExit().orTimeout(1, TimeUnit.MINUTES).join();
        }
    }

    private void run(Path temporary, String... command) throws IOException {
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve(command[0] + ".out").toFile())
                .start());
    }

    private Path alertmanagerConfig(Path temporary) throws IOException {
        JsonNode config = read("alertmanager.yml");
        ((ObjectNode) config.get("route")).put("group_wait", "1s");
        ((ObjectNode) config.at("/receivers/0/webhook_configs/0"))
                .put("url", "http://" + LOOPBACK + webhook.getAddress().getPort() + "/alerts");
        return write(temporary.resolve("alertmanager.yml"), config);
    }

    private static Path prometheusConfig(Path temporary, String target, String alertmanager) throws IOException {
        JsonNode config = read("prometheus.yml");
        // An answer must come within the interval: one takes seconds on a busy machine, and a scrape that fails ends
        // every series.
        ((ObjectNode) config.get("global")).put("scrape_interval", "10s").put("evaluation_interval", "2s");
        ArrayNode rules = ((ObjectNode) config).putArray("rule_files");
        rules.add(AlertRules.FOLDER
                .resolve("alerts.yml")
                .toAbsolutePath()
                .normalize()
                .toString());
        targets(config.at("/alerting/alertmanagers/0"), alertmanager);
        ArrayNode jobs = (ArrayNode) config.get("scrape_configs");
        JsonNode connect = jobs.get(0);
        targets(connect, target);
        jobs.removeAll().add(connect);
        return write(temporary.resolve("prometheus.yml"), config);
    }

    private static void targets(JsonNode job, String address) {
        ((ObjectNode) job.at("/static_configs/0")).putArray("targets").add(address);
    }

    private static JsonNode read(String file) throws IOException {
        return new YAMLMapper().readTree(AlertRules.FOLDER.resolve(file).toFile());
    }

    private static Path write(Path file, JsonNode config) throws IOException {
        new YAMLMapper().writeValue(file.toFile(), config);
        return file;
    }
}
