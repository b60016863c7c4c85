package org.wecomarchive.decryptor.failure;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.serde.RegistryRefusedException;
import org.wecomarchive.serde.UnresolvableSchemaException;

/** Decides what an exception that ended a stream thread asks for, by type alone. */
public final class DecryptorFailures {

    private DecryptorFailures() {}

    /**
     * Classifies by the first known exception of the chain, for Streams wraps what it meets. An unknown exception of Kafka's is
     * transient: it heals by itself more often than not, and a pause loses nothing. An unknown exception of <em>ours</em> is fatal.
     */
    public static Failure classify(Throwable failure) {
        if (failure instanceof TransientTroubleException trouble) {
            return trouble.failure();
        }
        // Before the settings: for Kafka, missing rights are a wrong configuration.
        if (failure instanceof AuthenticationException
                || failure instanceof AuthorizationException
                || failure instanceof RegistryRefusedException) {
            return of(FailureClass.OPERATOR, failure);
        }
        if (failure instanceof UnresolvableSchemaException) {
            return new Failure(FailureClass.OPERATOR, failure.getClass().getName(), failure.getMessage());
        }
        if (failure instanceof FatalTroubleException || isWrongConfiguration(failure)) {
            return of(FailureClass.FATAL, failure);
        }
        if (isWrapper(failure) && failure.getCause() != null) {
            return classify(failure.getCause());
        }
        return of(failure instanceof KafkaException ? FailureClass.TRANSIENT : FailureClass.FATAL, failure);
    }

    /** By its type alone: the message of a foreign exception may quote a record. */
    private static Failure of(FailureClass failureClass, Throwable failure) {
        return Failure.of(failureClass, failure.getClass().getName());
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof StreamsException || failure.getClass() == KafkaException.class;
    }

    private static boolean isWrongConfiguration(Throwable failure) {
        return failure instanceof ConfigException
                || failure instanceof InvalidConfigurationException
                || failure instanceof InvalidTopicException
                || failure instanceof MissingSourceTopicException
                || failure instanceof RecordTooLargeException
                || failure instanceof SerializationException
                || failure instanceof UnsupportedVersionException;
    }
}
