package org.wecomarchive.ingestor.publish;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.recovery.KafkaAnswers;
import org.wecomarchive.recovery.KafkaClients;

/**
 * Asks the brokers for {@code max.message.bytes} of a topic, with a connection of its own each time.
 *
 * <p><b>Errors.</b> Kafka's own exceptions; empty where reading the topic's configuration is not allowed.
 */
public final class TopicSizeLimit implements Supplier<Optional<SizeLimit>> {

    private static final Logger log = LoggerFactory.getLogger(TopicSizeLimit.class);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Map<String, Object> clientSettings;
    private final ConfigResource topic;

    /** Connects with these client settings, at least {@code bootstrap.servers}. */
    public TopicSizeLimit(Map<String, ?> clientSettings, String topic) {
        this.clientSettings = Map.copyOf(clientSettings);
        this.topic = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    @Override
    public Optional<SizeLimit> get() {
        Admin admin = KafkaClients.open(clientSettings, () -> Admin.create(clientSettings));
        try {
            Config config = KafkaAnswers.await(
                            admin.describeConfigs(List.of(topic)).all())
                    .get(topic);
            String bytes = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value();
            return Optional.of(new SizeLimit(
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG + " of topic " + topic.name(), Long.parseLong(bytes)));
        } catch (AuthorizationException e) {
            log.warn(
                    "may not read the configuration of {} (DescribeConfigs), so records are not measured against its"
                            + " max.message.bytes",
                    topic.name());
            return Optional.empty();
        } finally {
            admin.close(CLOSE);
        }
    }
}
