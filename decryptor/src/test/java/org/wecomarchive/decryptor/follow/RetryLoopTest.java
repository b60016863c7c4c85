package org.wecomarchive.decryptor.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Change;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.recovery.Recoveries;

/** Growing pauses and fatal failures are shown with the release of parked records. */
final class RetryLoopTest {

    private static final Duration MOST = Duration.ofSeconds(30);

    private final Queue<Duration> pauses = new ConcurrentLinkedQueue<>();
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final Queue<FailureClass> failed = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> fatal = new ConcurrentLinkedQueue<>();
    private final Recoveries recoveries = new Recoveries(Time.SYSTEM, changes::add);
    private final Forbidden work = new Forbidden();

    @Test
    void probesSlowlyAndReportsOnceWhileAnOperatorMustAct() {
        try (RetryLoop loop = loop()) {
            loop.start();

            await().atMost(Duration.ofSeconds(10)).until(() -> work.closed);
        }

        assertThat(pauses).containsExactly(MOST, MOST, MOST);
        assertThat(failed).containsOnly(FailureClass.OPERATOR).hasSize(3);
        assertThat(fatal).isEmpty();
        assertThat(changes)
                .extracting(change -> change.failure().failureClass())
                .containsExactly(FailureClass.OPERATOR);
        assertThat(changes)
                .extracting(change -> change.failure().sentence())
                .containsExactly(TopicAuthorizationException.class.getName());
    }

    @Test
    void closesItsWorkAlthoughItNeverRan() {
        loop().close();

        assertThat(work.closed).isTrue();
        assertThat(pauses).isEmpty();
    }

    private RetryLoop loop() {
        return new RetryLoop(
                "test",
                work,
                recoveries.open("the test", new Backoff(Duration.ofMillis(500), MOST), MOST),
                this::pause,
                failed::add,
                fatal::add);
    }

    private boolean pause(Duration pause) {
        pauses.add(pause);
        return pauses.size() < 3;
    }

    private static final class Forbidden implements RetryLoop.Work {

        private volatile boolean closed;

        @Override
        public boolean run() {
            throw new TopicAuthorizationException("quotes a record");
        }

        @Override
        public void wakeUp() {}

        @Override
        public void close() {
            closed = true;
        }
    }
}
