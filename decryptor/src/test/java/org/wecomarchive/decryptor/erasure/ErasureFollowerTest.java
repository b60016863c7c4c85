package org.wecomarchive.decryptor.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Change;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.recovery.Recoveries;

final class ErasureFollowerTest {

    private static final Duration MOST = Duration.ofSeconds(30);

    private final Queue<Duration> pauses = new ConcurrentLinkedQueue<>();
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> fatal = new ConcurrentLinkedQueue<>();
    private final Recoveries recoveries = new Recoveries(Time.SYSTEM, changes::add);

    @Test
    void probesSlowlyAndReportsOnceWhileAnOperatorMustAct() {
        ErasureLog orders = new ErasureLog(
                new Forbidden(),
                new MockConsumer<>("none"),
                "erasures",
                (partition, offset, value) -> null,
                3,
                () -> 0);
        try (ErasureFollower follower = new ErasureFollower(
                orders,
                recoveries.open("the orders", new Backoff(Duration.ofMillis(500), MOST), MOST),
                this::pause,
                fatal::add)) {
            follower.start();

            await().atMost(Duration.ofSeconds(10)).until(() -> pauses.size() == 3);
        }

        assertThat(pauses).containsExactly(MOST, MOST, MOST);
        assertThat(fatal).isEmpty();
        assertThat(changes)
                .extracting(change -> change.failure().failureClass())
                .containsExactly(FailureClass.OPERATOR);
        assertThat(changes)
                .extracting(change -> change.failure().sentence())
                .containsExactly(TopicAuthorizationException.class.getName());
    }

    private boolean pause(Duration pause) {
        pauses.add(pause);
        return pauses.size() < 3;
    }

    private static final class Forbidden extends MockConsumer<byte[], byte[]> {

        Forbidden() {
            super("none");
        }

        @Override
        public synchronized List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
            throw new TopicAuthorizationException("quotes a record");
        }
    }
}
