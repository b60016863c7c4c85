package org.wecomarchive.decryptor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.recovery.Backoff;

@Timeout(60)
final class TransactionRetryTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicLong nanoTime = new AtomicLong();
    private final TransactionRetry retry =
            new TransactionRetry(this::trouble, new Backoff(SECOND, SECOND), this::pause, nanoTime::get);

    /** The transaction is the thread's, however many partitions it has. */
    @Test
    void waitsAtMostThreeSecondsForAllPartitionsOfAThread() {
        for (int partition = 0; partition < 4; partition++) {
            giveUp(partition);
        }

        assertThat(Duration.ofNanos(nanoTime.get())).isLessThanOrEqualTo(TransactionRetry.MOST_WAITING);
    }

    @Test
    void waitsAgainOnceTheWindowIsOver() {
        giveUp(0);
        long first = nanoTime.get();

        nanoTime.addAndGet(Duration.ofSeconds(11).toNanos());
        long later = nanoTime.get();
        giveUp(1);

        assertThat(nanoTime.get() - later).isEqualTo(first).isPositive();
    }

    /** What one thread has spent says nothing about the transaction of another. */
    @Test
    void countsTheWaitingOfEachThreadApart() throws InterruptedException {
        giveUp(0);
        long first = nanoTime.get();

        Thread other = new Thread(() -> giveUp(1));
        other.start();
        other.join();

        assertThat(nanoTime.get()).isEqualTo(2 * first);
    }

    private void giveUp(int partition) {
        assertThatThrownBy(() -> retry.decrypt(new RecordPosition("raw", partition, 0), new byte[0]))
                .isInstanceOf(StreamsException.class)
                .hasCauseInstanceOf(TransientTroubleException.class);
    }

    private Decryption trouble(RecordPosition at, byte[] value) throws TransientTroubleException {
        throw TransientTroubleException.healing("away", new IllegalStateException());
    }

    private boolean pause(Duration pause) {
        nanoTime.addAndGet(pause.toNanos());
        return true;
    }
}
