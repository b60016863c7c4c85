package org.wecomarchive.sinkiceberg.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.sinkiceberg.failure.SinkFailures;

final class AdminTopicLogTest {

    @Test
    void namesOfBrokersThatDoNotResolveHeal() {
        // No name service has this domain (RFC 6761).
        try (AdminTopicLog log = new AdminTopicLog(Map.of("bootstrap.servers", "kafka-0.invalid:9092"))) {
            Throwable failure = catchThrowable(() -> log.ids(Set.of("events")));

            assertThat(SinkFailures.classify(failure).failureClass()).isEqualTo(FailureClass.TRANSIENT);
            assertThat(SinkFailures.describe(failure)).contains("kafka-0.invalid");
        }
    }
}
