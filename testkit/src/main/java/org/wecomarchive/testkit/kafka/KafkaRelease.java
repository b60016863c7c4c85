package org.wecomarchive.testkit.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** The Kafka that the nodes of an {@link EmbeddedKafka} run. */
interface KafkaRelease {

    /** Names a folder with the jars of another release than ours: {@code kafka-versions} puts them together. */
    String PROPERTY = "wecom.kafka.home";

    /** A node that runs. */
    interface Node {

        /** Returns when it has stopped. */
        void stop();
    }

    /** The one that the system property names, each node in a JVM of its own; else ours, in this JVM. */
    static KafkaRelease chosen() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .<KafkaRelease>map(folder -> new KafkaProcesses(Path.of(folder).toAbsolutePath()))
                .orElseGet(KafkaInThisJvm::new);
    }

    /** Makes the storage of a new node. */
    void format(Path logDir, Properties settings, String clusterId) throws IOException;

    /** Starts a node and returns when clients can use it, so a quorum has to start at the same time. */
    Node start(Path logDir, Properties settings);
}
