package org.wecomarchive.quickstart.deploy;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.wecomarchive.testkit.server.LoopbackPorts;

/** {@code bin/quickstart --faults} with the JMX exporter and the rules of {@code deploy/monitoring}. */
final class MonitoredQuickstart implements AutoCloseable {

    private final Process process;
    private final Path out;
    private final int port;

    private MonitoredQuickstart(Process process, Path out, int port) {
        this.process = process;
        this.out = out;
        this.port = port;
    }

    /** Returns once every record of the tenant has its outcome and the stores have them. */
    static MonitoredQuickstart start(Path temporary) throws Exception {
        Path out = temporary.resolve("quickstart.out");
        int port = LoopbackPorts.free();
        ProcessBuilder builder = new ProcessBuilder(
                        "bash", Path.of("..", "bin", "quickstart").toString(), "--faults", "--records", "2000")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment()
                .put(
                        "JAVA_TOOL_OPTIONS",
                        "-javaagent:" + exporter() + "=127.0.0.1:" + port + ":"
                                + AlertRules.FOLDER
                                        .resolve("jmx-wecom.yml")
                                        .toAbsolutePath()
                                        .normalize());
        MonitoredQuickstart started = new MonitoredQuickstart(builder.start(), out, port);
        try {
            await().atMost(10, TimeUnit.MINUTES)
                    .until(() -> !started.process.isAlive() || started.output().contains("until Ctrl-C"));
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    String output() throws IOException {
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    /** What Prometheus would get. */
    String scrape() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address() + "/metrics"))
                .timeout(Duration.ofMinutes(1))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(1, TimeUnit.MINUTES).join();
    }

    private static Path exporter() throws ClassNotFoundException, URISyntaxException {
        return Path.of(Class.forName("io.prometheus.jmx.JavaAgent")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
