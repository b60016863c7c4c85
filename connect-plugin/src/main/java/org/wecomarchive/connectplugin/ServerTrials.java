package org.wecomarchive.connectplugin;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.wecomarchive.recovery.KafkaClients;
import org.wecomarchive.recovery.RedactedException;
import org.wecomarchive.serde.RegistryConfig;
import org.wecomarchive.serde.RegistryRefusedException;
import org.wecomarchive.serde.RegistryUnavailableException;
import org.wecomarchive.serde.TopicSchemas;

/** Trials of the servers that several connectors have in common. */
public final class ServerTrials {

    private static final String BOOTSTRAP_SERVERS = ClientKeys.KAFKA_PREFIX + "bootstrap.servers";

    private ServerTrials() {}

    /**
     * Asks the brokers who they are, with the settings of the connector's own clients.
     *
     * @param settings of a Kafka client, without a prefix
     */
    public static Map<String, String> ofKafka(Map<String, Object> settings) throws InterruptedException {
        int timeoutMs = Math.toIntExact(ConnectionTrials.ONE_CALL.toMillis());
        Map<String, Object> bounded = new HashMap<>(settings);
        bounded.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
        bounded.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
        try {
            Admin admin = KafkaClients.open(bounded, () -> Admin.create(bounded));
            try {
                admin.describeCluster().clusterId().get();
            } finally {
                admin.close(Duration.ZERO);
            }
            return Map.of();
        } catch (ExecutionException e) {
            return refusedByKafka(e.getCause());
        } catch (KafkaException e) {
            return refusedByKafka(e);
        }
    }

    private static Map<String, String> refusedByKafka(Throwable failure) {
        String remedy = failure instanceof AuthenticationException
                ? "correct kafka.sasl.* or kafka.ssl.*"
                : "correct kafka.bootstrap.servers and kafka.security.protocol, which is that of the listener";
        return Map.of(
                BOOTSTRAP_SERVERS,
                BOOTSTRAP_SERVERS + ": the brokers do not answer us (" + RedactedException.sentence(failure) + "); "
                        + remedy + ".");
    }

    /**
     * Asks the registry for the values of a topic.
     *
     * @param topic that the connector reads or writes
     * @param type simple name of the records that it takes or gives
     */
    public static Map<String, String> ofRegistry(Map<String, String> registry, String topic, String type) {
        try {
            Optional<String> found = TopicSchemas.latestRecord(topic, registry);
            return found.isEmpty() || found.get().equals(type)
                    ? Map.of()
                    : Map.of(
                            SinkTopics.TOPICS,
                            "the values of " + topic + " are " + found.get() + ", as the schema registry says, and this"
                                    + " connector wants " + type + ": correct topics.");
        } catch (RegistryUnavailableException | RegistryRefusedException e) {
            return Map.of(RegistryConfig.URL, RegistryConfig.URL + ": " + e.getMessage() + ".");
        }
    }
}
