package org.wecomarchive.quickstart.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.wecomarchive.quickstart.QuickstartRun;
import org.wecomarchive.testkit.server.LoopbackPorts;

/**
 * {@code bin/quickstart --faults} with the JMX exporter and the rules of {@code deploy/monitoring}.
 *
 * @param address of the exporter
 */
record MonitoredQuickstart(QuickstartRun run, String address) {

    /** Starts it; it goes on until it is interrupted. */
    static MonitoredQuickstart start(Path temporary) throws Exception {
        String address = "127.0.0.1:" + LoopbackPorts.free();
        Path rules = AlertRules.FOLDER.resolve("jmx-wecom.yml").toAbsolutePath().normalize();
        QuickstartRun run = QuickstartRun.startTemporary(
                temporary.resolve("quickstart.out"),
                Map.of("JAVA_TOOL_OPTIONS", "-javaagent:" + exporter() + "=" + address + ":" + rules),
                "--faults",
                "--records",
                "2000");
        return new MonitoredQuickstart(run, address);
    }

    /** What Prometheus would get. */
    String scrape() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + "/metrics"))
                .timeout(Duration.ofMinutes(1))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static Path exporter() throws ClassNotFoundException, URISyntaxException {
        return Path.of(Class.forName("io.prometheus.jmx.JavaAgent")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
