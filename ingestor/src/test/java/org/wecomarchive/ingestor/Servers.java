package org.wecomarchive.ingestor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.registry.RegistryServer;

/**
 * One broker, one registry and one Connect worker for all tests of this JVM that break none of them. What is on them is
 * nobody's: each test brings topics, connectors and a corp of its own.
 */
public final class Servers implements AutoCloseable {

    private static final String GROUP = "connect-shared";

    private final Path directory;
    private final EmbeddedKafka kafka;
    private final CompletableFuture<RegistryServer> registry;
    private final AtomicInteger rigs = new AtomicInteger();
    private Optional<ConnectWorker> worker = Optional.empty();

    private Servers(Path directory, EmbeddedKafka kafka, CompletableFuture<RegistryServer> registry) {
        this.directory = directory;
        this.kafka = kafka;
        this.registry = registry;
    }

    static Servers start() throws IOException {
        Path directory = Files.createTempDirectory("servers");
        CompletableFuture<RegistryServer> registry =
                CompletableFuture.supplyAsync(() -> startRegistry(directory.resolve("registry")));
        return new Servers(directory, EmbeddedKafka.start(directory.resolve("kafka"), 1), registry);
    }

    private static RegistryServer startRegistry(Path directory) {
        try {
            return RegistryServer.start(directory);
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    String registryUrl() {
        return registry.join().url();
    }

    /** The worker that all share; a test that stops workers starts its own. */
    synchronized ConnectWorker worker() throws IOException {
        if (worker.isEmpty()) {
            worker = Optional.of(ConnectWorker.start(bootstrapServers(), GROUP, 1));
        }
        return worker.orElseThrow();
    }

    /** Everything that a test needs under a name that no other has. */
    Rig newRig(String test) throws Exception {
        return new Rig(test + "-" + rigs.incrementAndGet(), bootstrapServers(), registryUrl());
    }

    @Override
    public void close() throws IOException {
        worker.ifPresent(ConnectWorker::close);
        registry.join().close();
        kafka.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
