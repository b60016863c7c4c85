package org.wecomarchive.ingestor.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wecomarchive.ingestor.claim.GroupClaimStore;
import org.wecomarchive.ingestor.publish.TopicSizeLimit;
import org.wecomarchive.ingestor.rawtopic.RawTopicSearch;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.recovery.Timing;

/** Names of pods vanish with their pods: every client of ours waits for them. */
final class UnresolvedBrokersTest {

    /** No name service has this domain (RFC 6761). */
    private static final Map<String, Object> CLIENT = Map.of("bootstrap.servers", "kafka-0.invalid:9092");

    static Stream<Named<ThrowingCallable>> clients() {
        return Stream.of(
                Named.of("tail", () -> RawTopicSearch.open(CLIENT, Timing.system())),
                Named.of("size", () -> new TopicSizeLimit(CLIENT, "raw").get()),
                Named.of("claim", () -> new GroupClaimStore(CLIENT, "group", "gaps").read()));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void heal(ThrowingCallable client) {
        RuntimeException failure = catchThrowableOfType(RuntimeException.class, client);

        assertThat(IngestFailures.classify(failure).failureClass()).isEqualTo(FailureClass.TRANSIENT);
        assertThat(IngestFailures.classify(failure).sentence()).contains("bootstrap.servers", "kafka-0.invalid");
    }
}
