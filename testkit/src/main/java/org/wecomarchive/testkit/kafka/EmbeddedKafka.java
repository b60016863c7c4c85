package org.wecomarchive.testkit.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.PropertiesUtils;
import org.wecomarchive.testkit.server.LoopbackPorts;

/**
 * A real Kafka cluster (KRaft, each node broker and controller) of one or three nodes in this JVM.
 *
 * <p>The system property {@code wecom.kafka.home} names another release: its nodes run in processes of their own.
 *
 * <p>Shape: storage lies in {@code <dir>/node-<n>}. A new directory is formatted; an old one keeps its cluster id and
 * all its records, whether the cluster was closed or killed, and its ports unless they are taken. Listens on 127.0.0.1
 * only.
 *
 * <p>Errors: {@link IllegalArgumentException} if the number of nodes is neither 1 nor 3, or differs from the
 * directory's; {@link IllegalStateException} if a node does not start within a minute.
 *
 * <p>Threads: {@code stopNode}, {@code startNode} and {@code close} may be called from any one thread at a time.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final long STEP_SECONDS = 120;

    private final NodeSettings settings;
    private final int nodes;
    private final KafkaRelease release;
    private final Map<Integer, KafkaRelease.Node> running = new ConcurrentHashMap<>();

    private EmbeddedKafka(NodeSettings settings, int nodes, KafkaRelease release) {
        this.settings = settings;
        this.nodes = nodes;
        this.release = release;
    }

    /**
     * Starts a cluster on a new or an old directory.
     *
     * @param nodes 1 or 3; for an old directory, the number that it was made with
     */
    public static EmbeddedKafka start(Path dir, int nodes) throws IOException {
        return start(dir, nodes, Optional.empty());
    }

    static EmbeddedKafka start(Path dir, int nodes, Optional<SecuredListeners> secured) throws IOException {
        if (nodes != 1 && nodes != 3) {
            throw new IllegalArgumentException("a cluster has 1 or 3 nodes, not " + nodes);
        }
        Files.createDirectories(dir);
        Path portsFile = dir.resolve("ports");
        List<Integer> known = Files.exists(portsFile) ? LoopbackPorts.kept(portsFile) : List.of();
        List<Integer> ports = LoopbackPorts.keep(portsFile, 2 * nodes);
        NodeSettings settings = new NodeSettings(
                dir.toAbsolutePath(), ports.subList(0, nodes), ports.subList(nodes, 2 * nodes), secured);
        KafkaRelease release = KafkaRelease.chosen();
        format(settings, nodes, release);
        EmbeddedKafka kafka = new EmbeddedKafka(settings, nodes, release);
        try {
            kafka.onEveryNode(kafka::startNode);
            if (!known.isEmpty() && !known.equals(ports)) {
                // A coordinator sends the markers of an unfinished transaction to the address that the metadata had
                // when it began, and goes on trying that for ever. Now the metadata has the new ports: it begins again.
                kafka.close();
                kafka.onEveryNode(kafka::startNode);
            }
        } catch (IllegalStateException e) {
            kafka.close();
            throw e;
        }
        return kafka;
    }

    /** For example {@code 127.0.0.1:15123,127.0.0.1:15321}; the same for as long as this cluster lives. */
    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    /** How many nodes the cluster has, running or not. */
    public int nodes() {
        return nodes;
    }

    /** Starts a stopped node on its old port; does nothing if it is running. */
    public void startNode(int node) {
        requireNode(node);
        running.computeIfAbsent(node, n -> release.start(settings.logDir(n), settings.of(n)));
    }

    /** Stops a node without handing its partitions over first; does nothing if it is stopped. */
    public void stopNode(int node) {
        requireNode(node);
        KafkaRelease.Node stopped = running.remove(node);
        if (stopped != null) {
            stopped.stop();
        }
    }

    @Override
    public void close() {
        onEveryNode(this::stopNode);
    }

    private void requireNode(int node) {
        if (node < 0 || node >= nodes) {
            throw new IllegalArgumentException("no node " + node + " in a cluster of " + nodes);
        }
    }

    /** In parallel: no node is up before a majority is. */
    private void onEveryNode(IntConsumer step) {
        ExecutorService threads = Executors.newFixedThreadPool(nodes, task -> {
            Thread thread = new Thread(task, "embedded-kafka");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> steps = new ArrayList<>();
            IntStream.range(0, nodes).forEach(node -> steps.add(threads.submit(() -> step.accept(node))));
            for (Future<?> one : steps) {
                one.get(STEP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a Kafka node did not start or stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Kafka starts or stops", e);
        } finally {
            threads.shutdown();
        }
    }

    private static void format(NodeSettings settings, int nodes, KafkaRelease release) throws IOException {
        requireSameSize(settings, nodes);
        String clusterId =
                clusterId(settings, nodes).orElseGet(() -> Uuid.randomUuid().toString());
        for (int node = 0; node < nodes; node++) {
            if (!Files.exists(metaProperties(settings, node))) {
                Path logDir = Files.createDirectories(settings.logDir(node));
                release.format(logDir, settings.of(node), clusterId);
            }
        }
    }

    private static void requireSameSize(NodeSettings settings, int nodes) throws IOException {
        try (Stream<Path> children = Files.list(settings.dir())) {
            long old = children.filter(child -> child.getFileName().toString().startsWith("node-"))
                    .count();
            // Fewer are the trace of a first start that was killed before it was through.
            if (old > nodes) {
                throw new IllegalArgumentException(settings.dir() + " holds a cluster of " + old + " nodes");
            }
        }
    }

    private static Optional<String> clusterId(NodeSettings settings, int nodes) throws IOException {
        for (int node = 0; node < nodes; node++) {
            Path meta = metaProperties(settings, node);
            if (Files.exists(meta)) {
                return Optional.of(
                        PropertiesUtils.readPropertiesFile(meta.toString()).getProperty("cluster.id"));
            }
        }
        return Optional.empty();
    }

    private static Path metaProperties(NodeSettings settings, int node) {
        return settings.logDir(node).resolve("meta.properties");
    }
}
