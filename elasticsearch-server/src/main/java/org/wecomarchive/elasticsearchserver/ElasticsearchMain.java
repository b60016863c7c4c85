package org.wecomarchive.elasticsearchserver;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;

/**
 * Main class of a JVM that is one Elasticsearch node on 127.0.0.1, alone in its cluster: 7.17, 8.19 or 9.5, whichever is on the
 * class path.
 *
 * <p>Arguments: the directory of its data and its HTTP port. Nothing but loopback connections reach it, for it has no security.
 * What it has acknowledged is on disk: translogs are synced with each request, which is Elasticsearch's default.
 *
 * <p>Shape of the server: this class is in a jar of {@code lib/}, with {@code modules/} beside that folder.
 */
public final class ElasticsearchMain {

    private static final String NAME = "embedded";

    private ElasticsearchMain() {}

    /** Runs until it is killed. */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]).toAbsolutePath();
        NodeFactory factory = NodeFactory.ofThisVersion();
        factory.configureLogging();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
                settings(directory, args[1]), Map.of(), directory.resolve("config"), () -> NAME);
        try (Node node = factory.create(environment)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node), "close-node"));
            node.start();
            new CountDownLatch(1).await();
        }
    }

    private static void close(Node node) {
        try {
            node.close();
        } catch (IOException e) {
            System.err.println("closing the node failed: " + e.getClass().getName());
        }
    }

    private static Settings settings(Path directory, String port) throws URISyntaxException {
        return Settings.builder()
                .put("path.home", home().toString())
                .put("path.data", directory.resolve("data").toString())
                .put("path.logs", directory.resolve("logs").toString())
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

    private static Path home() throws URISyntaxException {
        Path jar = Path.of(ElasticsearchMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return jar.getParent().getParent();
    }
}
