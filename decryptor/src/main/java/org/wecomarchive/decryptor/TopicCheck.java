package org.wecomarchive.decryptor;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.schemas.Topics;

/**
 * Checks that the topics exist and take what will be written.
 *
 * <p>Limits have to rise downstream: a parked record or dead letter is a raw record with more headers, so its topic must
 * take more than the raw topic; the events topic must take {@code events.max.bytes}. A record that its topic refuses would
 * stop the stream for good.
 */
final class TopicCheck {

    private static final Logger log = LoggerFactory.getLogger(TopicCheck.class);
    /** What the headers of a failure add, with room to spare. */
    private static final int HEADERS_BYTES = 4096;

    private final Admin admin;
    private final Topics topics;
    private final int eventsMaxBytes;

    TopicCheck(Admin admin, Topics topics, int eventsMaxBytes) {
        this.admin = admin;
        this.topics = topics;
        this.eventsMaxBytes = eventsMaxBytes;
    }

    /**
     * Checks once.
     *
     * @throws org.apache.kafka.common.errors.RetriableException when the brokers do not answer, or a topic is not there yet
     * @throws FatalTroubleException when a limit does not fit
     */
    void run() {
        requireExist(List.of(
                topics.raw(),
                topics.events(),
                topics.parked(),
                topics.deadLetters(),
                topics.erasures(),
                topics.erased(),
                topics.commands()));
        OptionalInt raw = maxMessageBytes(topics.raw());
        OptionalInt events = maxMessageBytes(topics.events());
        if (events.isPresent() && events.getAsInt() < eventsMaxBytes) {
            throw new FatalTroubleException("max.message.bytes of " + topics.events() + " is " + events.getAsInt()
                    + ", less than events.max.bytes = " + eventsMaxBytes + ": make them equal");
        }
        requireRoom(topics.parked(), raw);
        requireRoom(topics.deadLetters(), raw);
    }

    private void requireRoom(String topic, OptionalInt raw) {
        OptionalInt limit = maxMessageBytes(topic);
        if (raw.isPresent() && limit.isPresent() && limit.getAsInt() < (long) raw.getAsInt() + HEADERS_BYTES) {
            throw new FatalTroubleException("max.message.bytes of " + topic + " is " + limit.getAsInt()
                    + ", too little for a raw record of " + raw.getAsInt() + " bytes with its headers");
        }
    }

    private void requireExist(Collection<String> names) {
        await(admin.describeTopics(names).allTopicNames());
    }

    /** Empty where we may not read it. */
    private OptionalInt maxMessageBytes(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Map<ConfigResource, Config> configs =
                    await(admin.describeConfigs(List.of(resource)).all());
            return OptionalInt.of(Integer.parseInt(configs.get(resource)
                    .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                    .value()));
        } catch (AuthorizationException e) {
            log.warn("may not read the configuration of {}: its limit for messages is not checked", topic);
            return OptionalInt.empty();
        }
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
