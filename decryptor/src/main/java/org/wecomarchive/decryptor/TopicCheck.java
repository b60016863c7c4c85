package org.wecomarchive.decryptor;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.recovery.KafkaAnswers;
import org.wecomarchive.schemas.Topics;

/**
 * Checks that the topics exist and take what will be written.
 *
 * <p>Limits have to rise downstream: a parked record or dead letter is a raw record with more headers, so its topic must
 * take more than the raw topic; the events topic must take {@code events.max.bytes}. A record that its topic refuses would
 * stop the stream for good. A {@code cleanup.policy} that takes away what nobody else has is refused, a limited
 * retention is logged.
 */
final class TopicCheck {

    private static final Logger log = LoggerFactory.getLogger(TopicCheck.class);
    /** What the headers of a failure add, with room to spare. */
    private static final int HEADERS_BYTES = 4096;

    private static final String UNLIMITED = "-1";

    private final Admin admin;
    private final Topics topics;
    private final int eventsMaxBytes;
    private final Map<String, Optional<Config>> configs = new HashMap<>();

    TopicCheck(Admin admin, Topics topics, int eventsMaxBytes) {
        this.admin = admin;
        this.topics = topics;
        this.eventsMaxBytes = eventsMaxBytes;
    }

    /**
     * Checks once.
     *
     * @throws org.apache.kafka.common.errors.RetriableException when the brokers do not answer, or a topic is not there yet
     * @throws FatalTroubleException when a limit or a policy does not fit
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
        Stream.of(topics.parked(), topics.erasures(), topics.commands()).forEach(this::requireCompacted);
        Stream.of(topics.raw(), topics.events(), topics.deadLetters()).forEach(this::requireNotCompacted);
        limitedRetentions().forEach(log::warn);
    }

    /** A site may have a reason to keep records for a time only; nobody should learn of it by their loss. */
    List<String> limitedRetentions() {
        List<String> limited = new ArrayList<>();
        for (String topic : List.of(topics.raw(), topics.deadLetters())) {
            for (String key : List.of(RETENTION_MS_CONFIG, RETENTION_BYTES_CONFIG)) {
                config(topic, key)
                        .filter(value -> !value.equals(UNLIMITED))
                        .ifPresent(value -> limited.add(key + " of " + topic + " is " + value + ": older records are"
                                + " deleted, decrypted or not, and cannot be had again; " + UNLIMITED + " keeps them"));
            }
        }
        return List.copyOf(limited);
    }

    private void requireRoom(String topic, OptionalInt raw) {
        OptionalInt limit = maxMessageBytes(topic);
        if (raw.isPresent() && limit.isPresent() && limit.getAsInt() < (long) raw.getAsInt() + HEADERS_BYTES) {
            throw new FatalTroubleException("max.message.bytes of " + topic + " is " + limit.getAsInt()
                    + ", too little for a raw record of " + raw.getAsInt() + " bytes with its headers");
        }
    }

    private void requireExist(Collection<String> names) {
        KafkaAnswers.await(admin.describeTopics(names).allTopicNames());
    }

    /** What is parked, ordered or commanded has no other copy: retention would take it away in silence. */
    private void requireCompacted(String topic) {
        refusePolicy(topic, policy -> !policy.equals(CLEANUP_POLICY_COMPACT), CLEANUP_POLICY_COMPACT);
    }

    /** Several records have one key here, and each of them counts. */
    private void requireNotCompacted(String topic) {
        refusePolicy(topic, policy -> policy.contains(CLEANUP_POLICY_COMPACT), CLEANUP_POLICY_DELETE);
    }

    private void refusePolicy(String topic, Predicate<String> loses, String needed) {
        config(topic, CLEANUP_POLICY_CONFIG).filter(loses).ifPresent(policy -> {
            throw new FatalTroubleException(CLEANUP_POLICY_CONFIG + " of " + topic + " is " + policy
                    + ", which loses records in silence: set it to " + needed + " (deploy/topics.yaml)");
        });
    }

    private OptionalInt maxMessageBytes(String topic) {
        return config(topic, MAX_MESSAGE_BYTES_CONFIG).stream()
                .mapToInt(Integer::parseInt)
                .findFirst();
    }

    /** Empty where we may not read it. */
    private Optional<String> config(String topic, String key) {
        return configs.computeIfAbsent(topic, this::read)
                .map(config -> config.get(key).value());
    }

    private Optional<Config> read(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            return Optional.of(
                    KafkaAnswers.await(admin.describeConfigs(List.of(resource)).all())
                            .get(resource));
        } catch (AuthorizationException e) {
            log.warn("may not read the configuration of {}: its limits and its cleanup.policy are not checked", topic);
            return Optional.empty();
        }
    }
}
