package org.wecomarchive.cli.provision;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.wecomarchive.cli.wait.Waiting;
import org.wecomarchive.recovery.KafkaAnswers;
import org.wecomarchive.recovery.RedactedException;

/** What the brokers answer to an administrator, with what a person can do about a refusal. */
final class AdminCalls {

    private static final Map<Class<? extends KafkaException>, String> REMEDIES = Map.of(
            InvalidReplicationFactorException.class,
            "fewer brokers are up than the replication factor: start them, or give --replication-factor",
            PolicyViolationException.class,
            "a policy of the cluster (create.topic.policy.class.name, alter.config.policy.class.name) refuses it",
            InvalidConfigurationException.class,
            "the brokers do not take one of its configurations: compare the file with the documentation of their version",
            TopicExistsException.class,
            "the topic is there although it was not listed: the user may not describe it, or somebody has just created it",
            SecurityDisabledException.class,
            "the brokers have no authorizer.class.name, so that they hold no rights");

    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(30);

    private AdminCalls() {}

    /**
     * What a question to the brokers answers.
     *
     * @param rights that it needs, in the words of Kafka
     * @throws RetriableException when they do not answer in time
     * @throws ConfigException when they refuse, so that nothing can be compared
     */
    static <T> T read(String rights, Supplier<T> question) {
        try {
            return question.get();
        } catch (RetriableException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw new ConfigException("nothing is compared or changed: " + refusal(e, rights));
        }
    }

    /** Why a change was refused; empty if it was made. */
    static Optional<String> refused(KafkaFuture<?> future, String rights) {
        try {
            KafkaAnswers.await(future);
            return Optional.empty();
        } catch (RetriableException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            return Optional.of(refusal(e, rights));
        }
    }

    /**
     * Returns when a comparison finds none of the differences that were mended: brokers know a change later than the controller.
     *
     * @throws TimeoutException if they do not know it after 30 s
     */
    static void awaitShown(Collection<Difference> mended, Supplier<List<Difference>> comparison) {
        try {
            if (!Waiting.real().until(() -> Collections.disjoint(comparison.get(), mended), SHOWN_WITHIN)) {
                throw new TimeoutException("the changes are made, but the brokers do not show all of them after "
                        + SHOWN_WITHIN.toSeconds() + " s: compare again");
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static String refusal(KafkaException failure, String rights) {
        if (failure instanceof AuthorizationException) {
            return "the user of kafka.* lacks a right: it needs " + rights;
        }
        String remedy = REMEDIES.get(failure.getClass());
        return remedy == null ? RedactedException.sentence(failure) : remedy;
    }
}
