package org.wecomarchive.ingestor.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class HandOffTest {

    private final HandOff handOff = new HandOff(2, 100);

    @Test
    void isFirstInFirstOut() throws InterruptedException {
        handOff.put(batch("a", 1));
        handOff.put(batch("b", 1));

        assertThat(handOff.take(Duration.ZERO)).extracting(SourceRecord::topic).containsExactly("a");
        assertThat(handOff.take(Duration.ZERO)).extracting(SourceRecord::topic).containsExactly("b");
        assertThat(handOff.take(Duration.ZERO)).isEmpty();
    }

    @Test
    void makesTheThirdBatchWaitForRoom() throws InterruptedException {
        handOff.put(batch("a", 1));
        handOff.put(batch("b", 1));

        assertThatPuttingWaitsUntilTaken(batch("c", 1));
    }

    @Test
    void makesABatchWaitForBytes() throws InterruptedException {
        handOff.put(batch("a", 60));

        assertThatPuttingWaitsUntilTaken(batch("b", 41));
    }

    @Test
    void letsABatchBeyondAllBytesThroughWhenThereIsNoOther() throws InterruptedException {
        handOff.put(batch("a", 1_000_000));

        assertThat(handOff.take(Duration.ZERO)).hasSize(1);
    }

    @Test
    void surfacesAFailureOnceAfterWhatCameBefore() throws InterruptedException {
        handOff.put(batch("a", 1));
        handOff.fail(new ConnectException("over"));

        assertThat(handOff.take(Duration.ZERO)).hasSize(1);
        assertThatThrownBy(() -> handOff.take(Duration.ZERO)).hasMessage("over");
        assertThat(handOff.take(Duration.ZERO)).isEmpty();
    }

    private void assertThatPuttingWaitsUntilTaken(FetchedBatch batch) throws InterruptedException {
        Thread putting = new Thread(() -> {
            try {
                handOff.put(batch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        putting.start();
        await().atMost(10, TimeUnit.SECONDS).until(() -> putting.getState() == Thread.State.WAITING);

        handOff.take(Duration.ZERO);

        putting.join();
        assertThat(putting.isInterrupted()).isFalse();
    }

    private static FetchedBatch batch(String topic, long bytes) {
        return new FetchedBatch(
                List.of(new SourceRecord(Map.of(), Map.of(), topic, Schema.BYTES_SCHEMA, new byte[0])), bytes);
    }
}
