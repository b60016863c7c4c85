package org.wecomarchive.testkit.kafka;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Settings of combined broker and controller nodes that share one JVM: small, and quick to notice that a client is gone. */
record NodeSettings(
        Path dir, List<Integer> brokerPorts, List<Integer> controllerPorts, Optional<SecuredListeners> secured) {

    static final String CONTROLLER = "CONTROLLER";

    NodeSettings {
        brokerPorts = List.copyOf(brokerPorts);
        controllerPorts = List.copyOf(controllerPorts);
    }

    Path logDir(int node) {
        return dir.resolve("node-" + node);
    }

    String bootstrapServers() {
        return brokerPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    Properties of(int node) {
        Properties settings = new Properties();
        network(node, settings);
        replication(settings);
        deaths(settings);
        memory(settings);
        secured.ifPresent(listeners -> listeners.addTo(settings, node));
        return settings;
    }

    private void network(int node, Properties settings) {
        String broker = "PLAINTEXT://127.0.0.1:" + brokerPorts.get(node);
        settings.put("node.id", Integer.toString(node));
        settings.put("process.roles", "broker,controller");
        settings.put("log.dirs", logDir(node).toString());
        settings.put("listeners", broker + "," + CONTROLLER + "://127.0.0.1:" + controllerPorts.get(node));
        settings.put("advertised.listeners", broker);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put(
                "controller.quorum.voters",
                IntStream.range(0, controllerPorts.size())
                        .mapToObj(voter -> voter + "@127.0.0.1:" + controllerPorts.get(voter))
                        .collect(Collectors.joining(",")));
        settings.put("auto.create.topics.enable", "false");
        // One request may carry the largest event (24 MiB) and more.
        settings.put("socket.request.max.bytes", "104857600");
    }

    private void replication(Properties settings) {
        String replicas = Integer.toString(brokerPorts.size());
        String inSync = Integer.toString(Math.max(1, brokerPorts.size() - 1));
        for (String internal : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(internal + ".replication.factor", replicas);
            settings.put(internal + ".num.partitions", "3");
        }
        settings.put("transaction.state.log.min.isr", inSync);
        settings.put("share.coordinator.state.topic.min.isr", inSync);
        settings.put("default.replication.factor", replicas);
        settings.put("min.insync.replicas", inSync);
        settings.put("unclean.leader.election.enable", "false");
    }

    /** After a kill -9 nobody waits long for what the dead have left open. */
    private void deaths(Properties settings) {
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        // A node that was killed is let in again only when the controller has given up its former self.
        settings.put("broker.heartbeat.interval.ms", "300");
        settings.put("broker.session.timeout.ms", "3000");
        // A busy machine may need more than Kafka's minute until a node is up.
        settings.put("initial.broker.registration.timeout.ms", "120000");
        // The last nodes of a cluster that stops have no quorum to ask; they would wait five minutes for it.
        settings.put("controlled.shutdown.enable", Boolean.toString(brokerPorts.size() == 1));
    }

    private static void memory(Properties settings) {
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("group.coordinator.threads", "1");
        settings.put("share.coordinator.threads", "1");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("queued.max.requests", "64");
        // At least twice the largest message: a batch that exceeds its segment is refused.
        settings.put("log.segment.bytes", "67108864");
        settings.put("log.index.size.max.bytes", "524288");
        settings.put("offsets.topic.segment.bytes", "8388608");
        settings.put("transaction.state.log.segment.bytes", "8388608");
        settings.put("metadata.log.segment.bytes", "8388608");
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
        settings.put("log.cleaner.io.buffer.size", "65536");
    }
}
