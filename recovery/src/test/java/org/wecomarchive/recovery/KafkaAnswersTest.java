package org.wecomarchive.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

final class KafkaAnswersTest {

    private static final Duration SHORT = Duration.ofMillis(1);

    @Test
    void areGivenBack() {
        assertThat(KafkaAnswers.await(CompletableFuture.completedFuture(42))).isEqualTo(42);
        assertThat(KafkaAnswers.await(CompletableFuture.completedFuture(42), SHORT))
                .isEqualTo(42);
    }

    @Test
    void failAsTheBrokersFail() {
        TopicAuthorizationException refused = new TopicAuthorizationException("t");

        assertThatThrownBy(() -> KafkaAnswers.await(CompletableFuture.failedFuture(refused)))
                .isSameAs(refused);
        assertThatThrownBy(() -> KafkaAnswers.await(CompletableFuture.failedFuture(refused), SHORT))
                .isSameAs(refused);
    }

    @Test
    void hideWhatIsNotKafkas() {
        IllegalStateException foreign = new IllegalStateException("foreign");

        assertThatThrownBy(() -> KafkaAnswers.await(CompletableFuture.failedFuture(foreign)))
                .isExactlyInstanceOf(KafkaException.class)
                .hasCause(foreign);
    }

    @Test
    void areNotWaitedForForEver() {
        assertThatThrownBy(() -> KafkaAnswers.await(new CompletableFuture<>(), SHORT))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void keepTheFlagOfAnInterruptedThread() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> KafkaAnswers.await(new CompletableFuture<>())).isInstanceOf(InterruptException.class);

        assertThat(Thread.interrupted()).isTrue();
    }
}
