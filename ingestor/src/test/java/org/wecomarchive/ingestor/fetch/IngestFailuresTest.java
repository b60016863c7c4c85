package org.wecomarchive.ingestor.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.ingestor.cursor.StartRefusedException;
import org.wecomarchive.ingestor.rawtopic.HangingTransactionException;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.recovery.RedactedException;

final class IngestFailuresTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(code(10001), FailureClass.TRANSIENT),
                Arguments.of(code(4242), FailureClass.TRANSIENT),
                Arguments.of(code(10009), FailureClass.OPERATOR),
                Arguments.of(code(10010), FailureClass.OPERATOR),
                Arguments.of(code(10000), FailureClass.FATAL),
                Arguments.of(SdkException.ofErrcode(SdkFunction.GET_CHAT_DATA, 45009), FailureClass.TRANSIENT),
                Arguments.of(SdkException.ofErrcode(SdkFunction.GET_CHAT_DATA, 301053), FailureClass.OPERATOR),
                Arguments.of(
                        new SdkCrashException(SdkFunction.GET_CHAT_DATA, SdkCrashException.Kind.HUNG, true, "hung"),
                        FailureClass.CRASH),
                Arguments.of(new TimeoutException("brokers away"), FailureClass.TRANSIENT),
                Arguments.of(
                        new HangingTransactionException(new TopicPartition("raw", 3), 7, 9), FailureClass.TRANSIENT),
                Arguments.of(new SaslAuthenticationException("no"), FailureClass.OPERATOR),
                Arguments.of(new TopicAuthorizationException("no"), FailureClass.OPERATOR),
                Arguments.of(new KafkaException("something else"), FailureClass.FATAL),
                Arguments.of(new StartRefusedException("where?"), FailureClass.FATAL),
                Arguments.of(new IllegalStateException("a mistake of ours"), FailureClass.FATAL));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void asksForTheRightReaction(Exception failure, FailureClass expected) {
        assertThat(IngestFailures.classify(failure).failureClass()).isEqualTo(expected);
    }

    @Test
    void takesAnotherSentenceForTheSameTroubleAndAnotherCodeForAnother() {
        assertThat(reason(notStarted(3073))).isEqualTo(reason(notStarted(4990)));
        assertThat(reason(code(10001))).isNotEqualTo(reason(code(10002)));
        assertThat(reason(new HangingTransactionException(new TopicPartition("raw", 3), 7, 9)))
                .isEqualTo(reason(new HangingTransactionException(new TopicPartition("raw", 3), 7, 11)));
    }

    private static String reason(Exception failure) {
        return IngestFailures.classify(failure).reason();
    }

    private static SdkCrashException notStarted(int afterMs) {
        return new SdkCrashException(
                SdkFunction.GET_CHAT_DATA,
                SdkCrashException.Kind.NOT_STARTED,
                true,
                "may start again in " + afterMs + " ms");
    }

    @Test
    void quotesOnlyItsOwnMessages() {
        assertThat(IngestFailures.classify(new TimeoutException("may quote anything"))
                        .sentence())
                .isEqualTo("TimeoutException");
        assertThat(IngestFailures.classify(new StartRefusedException("set start.from"))
                        .sentence())
                .isEqualTo("set start.from");
    }

    @Test
    void stopsWithoutTheMessagesOfOthers() {
        IllegalArgumentException quoting = new IllegalArgumentException("no value for key 'TOPSECRET' in JAAS config");
        FatalIngestException closing = new FatalIngestException("where?");
        closing.addSuppressed(quoting);

        for (Exception failure : List.of(quoting, new KafkaException(quoting), closing)) {
            FatalIngestException fatal = IngestFailures.fatal(failure);
            assertThat(RedactedException.of(fatal).trace()).doesNotContain("TOPSECRET");
            assertThat(RedactedException.mayBeShown(fatal)).isTrue();
        }
    }

    private static SdkException code(int code) {
        return SdkException.ofCode(SdkFunction.GET_CHAT_DATA, code);
    }
}
