package org.wecomarchive.ingestor;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;

/**
 * One broker, one registry and one Connect worker for all tests of this JVM that break none of them. What is on them is
 * nobody's: each test brings topics, connectors and a corp of its own.
 */
public final class Servers implements AutoCloseable {

    private static final String GROUP = "connect-shared";

    private final SecuredKafka kafka;
    private final RegistryServer registry;
    private final AtomicInteger rigs = new AtomicInteger();
    private Optional<ConnectWorker> worker = Optional.empty();

    Servers(SecuredKafka kafka, RegistryServer registry) {
        this.kafka = kafka;
        this.registry = registry;
    }

    /** The brokers, for tests of rights. */
    SecuredKafka kafka() {
        return kafka;
    }

    /** The way in with every right. */
    public String bootstrapServers() {
        return kafka.cluster().bootstrapServers();
    }

    String registryUrl() {
        return registry.url();
    }

    /** The worker that all share; a test that stops workers starts its own. */
    synchronized ConnectWorker worker() throws IOException {
        if (worker.isEmpty()) {
            worker = Optional.of(ConnectWorker.start(bootstrapServers(), GROUP, 1));
        }
        return worker.orElseThrow();
    }

    /** Everything that a test needs under a name that no other has. */
    IngestorFixture newRig(String test) throws Exception {
        return new IngestorFixture(test + "-" + rigs.incrementAndGet(), bootstrapServers(), registryUrl());
    }

    @Override
    public void close() {
        worker.ifPresent(ConnectWorker::close);
    }
}
