package org.wecomarchive.elasticsearchserver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.transport.Netty4Plugin;

/**
 * Main class of a JVM that is one Elasticsearch node on 127.0.0.1, alone in its cluster.
 *
 * <p>Arguments: the directory of its data and its HTTP port. Nothing but loopback connections reach it, for it has no security.
 * What it has acknowledged is on disk: translogs are synced with each request, which is Elasticsearch's default.
 */
public final class ElasticsearchMain extends Node {

    private static final String NAME = "embedded";

    private ElasticsearchMain(Environment environment) {
        super(environment, List.of(Netty4Plugin.class, AnalysisComponents.class), true);
    }

    /** Runs until it is killed. */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]).toAbsolutePath();
        for (String folder : List.of("config", "modules", "plugins")) {
            Files.createDirectories(home.resolve(folder));
        }
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
                settings(home, args[1]), Map.of(), home.resolve("config"), () -> NAME);
        try (Node node = new ElasticsearchMain(environment)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node), "close-node"));
            node.start();
            new CountDownLatch(1).await();
        }
    }

    private static void close(Node node) {
        try {
            node.close();
        } catch (java.io.IOException e) {
            System.err.println("closing the node failed: " + e.getClass().getName());
        }
    }

    private static Settings settings(Path home, String port) {
        return Settings.builder()
                .put("path.home", home.toString())
                .put("node.name", NAME)
                .put("cluster.name", NAME)
                .put("discovery.type", "single-node")
                .put("network.host", "127.0.0.1")
                .put("http.port", port)
                // Nobody joins a single node; any free port will do.
                .put("transport.port", "0")
                .put("http.type", "netty4")
                .put("transport.type", "netty4")
                // A developer's full disk must not make indices read-only in the middle of a test.
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .build();
    }
}
