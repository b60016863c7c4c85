package org.wecomarchive.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTraceTest {

    @Test
    void takesALostTransactionAsHealing() {
        FailureTrace trace = FailureTrace.of(
                """
                org.apache.kafka.connect.errors.ConnectException: Unrecoverable exception from producer send callback
                \tat org.apache.kafka.connect.runtime.WorkerSourceTask.x(WorkerSourceTask.java:1)
                Caused by: org.apache.kafka.common.errors.InvalidProducerEpochException: Fatal org.wecomarchive.FatalX
                """);

        assertThat(trace.exceptionClasses())
                .containsExactly(
                        "org.apache.kafka.connect.errors.ConnectException",
                        "org.apache.kafka.common.errors.InvalidProducerEpochException");
        assertThat(trace.fatal()).isFalse();
    }

    @Test
    void knowsOurOwnFatalExceptionsAnywhereInTheChain() {
        assertThat(FailureTrace.of("org.wecomarchive.ingestor.FatalSourceException: seq went backwards\n")
                        .fatal())
                .isTrue();
        assertThat(FailureTrace.of("java.lang.RuntimeException: x\nCaused by: org.wecomarchive.a.B$FatalC\n")
                        .fatal())
                .isTrue();
    }

    @Test
    void tellsInASentenceOfOurOwnWhatFailed() {
        FailureTrace trace = FailureTrace.of(
                """
                org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler
                \tat org.apache.kafka.connect.runtime.WorkerSinkTask.x(WorkerSinkTask.java:1)
                Caused by: org.wecomarchive.ingestor.FatalSourceException: seq went backwards: set start.from
                \tat org.wecomarchive.ingestor.X.y(X.java:1)
                """);

        assertThat(trace.sentence()).isEqualTo("seq went backwards: set start.from");
    }

    @Test
    void tellsTypesOnlyOfWhatOthersFailedWith() {
        FailureTrace trace =
                FailureTrace.of("java.lang.RuntimeException: secret\nCaused by: java.io.IOException: key\n");

        assertThat(trace.sentence()).isEqualTo("java.lang.RuntimeException by java.io.IOException");
    }

    @Test
    void takesAWrongConfigurationAsFatal() {
        assertThat(FailureTrace.of("org.apache.kafka.common.config.ConfigException: Missing key")
                        .fatal())
                .isTrue();
    }

    @Test
    void takesAClientThatCannotBeMadeAsHealing() {
        FailureTrace trace = FailureTrace.of(
                """
                org.apache.kafka.common.KafkaException: Failed to construct kafka producer
                \tat org.apache.kafka.clients.producer.KafkaProducer.<init>(KafkaProducer.java:1)
                Caused by: org.apache.kafka.common.config.ConfigException: No resolvable bootstrap urls given in bootstrap.servers
                """);

        assertThat(trace.fatal()).isFalse();
    }

    @Test
    void takesAForeignFatalExceptionAsHealing() {
        assertThat(FailureTrace.of("org.apache.kafka.FatalExitError: x").fatal())
                .isFalse();
    }
}
