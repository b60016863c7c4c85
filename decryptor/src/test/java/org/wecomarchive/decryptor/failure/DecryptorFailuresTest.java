package org.wecomarchive.decryptor.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wecomarchive.recovery.FailureClass;

final class DecryptorFailuresTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                heals(new TimeoutException("")),
                heals(new DisconnectException()),
                heals(new NotEnoughReplicasException("")),
                heals(new ProducerFencedException("")),
                heals(new InvalidProducerEpochException("")),
                heals(new CommitFailedException()),
                heals(new KafkaException("unknown")),
                heals(new StreamsException(new TimeoutException(""))),
                heals(new StreamsException("unknown")),
                heals(TransientTroubleException.healing("", new Exception())),
                heals(new StreamsException(
                        new StreamsException("", TransientTroubleException.healing("", new Exception())))),
                needsOperator(new TopicAuthorizationException("")),
                needsOperator(new TransactionalIdAuthorizationException("")),
                needsOperator(new SaslAuthenticationException("")),
                needsOperator(new StreamsException(new KafkaException(new TopicAuthorizationException("")))),
                needsOperator(new StreamsException(
                        new StreamsException("", TransientTroubleException.needingOperator("", new Exception())))),
                isFatal(new FatalTroubleException("")),
                isFatal(new StreamsException(new FatalTroubleException(""))),
                isFatal(new RecordTooLargeException()),
                isFatal(new StreamsException(new RecordTooLargeException())),
                isFatal(new SerializationException()),
                isFatal(new ConfigException("")),
                isFatal(new MissingSourceTopicException("")),
                isFatal(new UnsupportedVersionException("")),
                isFatal(new NullPointerException()),
                isFatal(new StreamsException(new IllegalStateException())),
                isFatal(new OutOfMemoryError()));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void classifiesByType(Throwable failure, FailureClass failureClass) {
        assertThat(DecryptorFailures.classify(failure).failureClass()).isEqualTo(failureClass);
    }

    private static Arguments heals(Throwable failure) {
        return Arguments.of(failure, FailureClass.TRANSIENT);
    }

    private static Arguments needsOperator(Throwable failure) {
        return Arguments.of(failure, FailureClass.OPERATOR);
    }

    private static Arguments isFatal(Throwable failure) {
        return Arguments.of(failure, FailureClass.FATAL);
    }
}
