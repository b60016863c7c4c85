package org.wecomarchive.testkit.connect;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.errors.NotFoundException;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.recovery.FailureTrace;
import org.wecomarchive.testkit.server.LoopbackPorts;

/**
 * A real distributed Connect worker in this JVM, with a restarter for failed tasks.
 *
 * <p>Workers of the same group on the same brokers share the work. Connectors are found on the class path through their
 * {@code META-INF/services} manifest. {@code ${file:…}}, {@code ${directory:…}} and {@code ${env:…}} work in their
 * configurations. The three internal topics are named {@code <group>-config}, {@code -offset} and {@code -status}.
 */
public final class ConnectWorker implements RunningWorker {

    private static final Logger log = LoggerFactory.getLogger(ConnectWorker.class);
    private static final Duration RESTART_EVERY = Duration.ofSeconds(1);
    private static final long FENCE_SECONDS = 10;

    private final Map<String, String> client;
    private final String group;
    private final ConnectRest rest;
    private final Connect<DistributedHerder> connect;
    private final TaskRestarter restarter;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private ConnectWorker(
            Map<String, String> client, String group, ConnectRest rest, Connect<DistributedHerder> connect) {
        this.client = Map.copyOf(client);
        this.group = group;
        this.rest = rest;
        this.connect = connect;
        this.restarter = new TaskRestarter(rest, RESTART_EVERY);
    }

    /** A worker of the group {@code connect} whose internal topics have one replica. */
    public static ConnectWorker start(String bootstrapServers) throws IOException {
        return start(bootstrapServers, "connect", 1);
    }

    /**
     * Starts a worker and returns before it has joined its group; REST calls wait until it has.
     *
     * @param group group id
     * @param replicas replication factor of the internal topics, at most the number of brokers
     */
    public static ConnectWorker start(String bootstrapServers, String group, int replicas) throws IOException {
        return start(Map.of("bootstrap.servers", bootstrapServers), group, replicas);
    }

    /**
     * The same for brokers that require authentication; connectors have client settings of their own.
     *
     * @param client settings of the worker's own clients, at least {@code bootstrap.servers}
     */
    public static ConnectWorker start(Map<String, String> client, String group, int replicas) throws IOException {
        int port = LoopbackPorts.free();
        Connect<DistributedHerder> connect = startConnect(WorkerSettings.of(client, group, replicas, port));
        return new ConnectWorker(client, group, new ConnectRest(URI.create("http://127.0.0.1:" + port)), connect);
    }

    /** Without Connect's own shutdown hook, which would wait at the end of the JVM for brokers that have ended before. */
    private static Connect<DistributedHerder> startConnect(Map<String, String> settings) {
        Exit.setShutdownHookAdder((name, hook) -> log.debug("{} is left out: close() stops the worker", name));
        try {
            return new ConnectDistributed().startConnect(settings);
        } finally {
            Exit.resetShutdownHookAdder();
        }
    }

    @Override
    public ConnectRest rest() {
        return rest;
    }

    /** Reasons of permanent failures, each in one sentence, by the name of the connector. */
    public Map<String, String> failedForGood() {
        Map<String, String> failed = new TreeMap<>();
        DistributedHerder herder = connect.herder();
        for (String connector : herder.connectors()) {
            try {
                ConnectorStateInfo status = herder.connectorStatus(connector);
                Stream.concat(Stream.of(status.connector()), status.tasks().stream())
                        .filter(part -> part.state().equals(ConnectorStatus.FAILED))
                        .map(part -> FailureTrace.of(Objects.requireNonNullElse(part.trace(), "")))
                        .filter(FailureTrace::fatal)
                        .forEach(trace -> failed.put(connector, trace.sentence()));
            } catch (NotFoundException e) {
                log.debug("{} has no status yet", connector);
            }
        }
        return failed;
    }

    /**
     * Imitates kill -9 as far as a worker in the same JVM can. First, the producers of its tasks are fenced, which
     * aborts their open transactions and refuses later commits; then the worker stops. Unlike a killed process it
     * leaves its group, so that others take over at once. {@link ConnectWorkerProcess} can be killed for real.
     */
    @Override
    public void stopHard() {
        if (stopped.compareAndSet(false, true)) {
            restarter.close();
            fenceTasks();
            stopConnect();
        }
    }

    @Override
    public void close() {
        if (stopped.compareAndSet(false, true)) {
            restarter.close();
            stopConnect();
        }
    }

    private void stopConnect() {
        connect.stop();
        connect.awaitStop();
    }

    private void fenceTasks() {
        try (Admin admin = Admin.create(Map.<String, Object>copyOf(client))) {
            admin.fenceProducers(transactionalIds()).all().get(FENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn(
                    "no broker to fence the tasks ({}): they cannot commit either",
                    e.getClass().getName());
        }
    }

    private List<String> transactionalIds() {
        List<String> ids = new ArrayList<>();
        DistributedHerder herder = connect.herder();
        for (String connector : herder.connectors()) {
            herder.connectorStatus(connector).tasks().stream()
                    .filter(task -> task.workerId().equals(workerId()))
                    .forEach(task -> ids.add(Worker.taskTransactionalId(group, connector, task.id())));
        }
        return ids;
    }

    private String workerId() {
        return rest.base().getHost() + ":" + rest.base().getPort();
    }
}
