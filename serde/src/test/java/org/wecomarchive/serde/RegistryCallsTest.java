package org.wecomarchive.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.ExponentialBackoff;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;

final class RegistryCallsTest {

    private static final ExponentialBackoff HALF_SECONDS = new ExponentialBackoff(500, 2, 500, 0);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final RegistryCalls calls =
            calls(delayMs -> nanos.addAndGet(Duration.ofMillis(delayMs).toNanos()));

    @Test
    void repeatsUntilTheRegistryIsBack() throws Exception {
        AtomicInteger attempts = new AtomicInteger();

        String value = calls.run(() -> {
            if (attempts.incrementAndGet() < 4) {
                throw new ConnectException("refused");
            }
            return "schema";
        });

        assertThat(value).isEqualTo("schema");
    }

    @Test
    void givesUpAtTheLimitAndSaysHowLongItTried() {
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> calls.run(() -> {
                    throw new IOException("secret", new ConnectException("secret"));
                }))
                .withMessageContaining("[http://registry]")
                .withMessageContaining("2000 ms (5 attempts)")
                .withMessageContaining("ConnectException")
                .withMessageNotContaining("secret")
                .withNoCause();
    }

    @Test
    void doesNotRepeatWhatAPersonMustCorrect() {
        AtomicInteger attempts = new AtomicInteger();

        assertThatExceptionOfType(RegistryRefusedException.class)
                .isThrownBy(() -> calls.run(() -> {
                    attempts.incrementAndGet();
                    throw new RestClientException("secret", 401, 40101);
                }))
                .withMessageContaining("HTTP 401, error code 40101")
                .withMessageNotContaining("secret")
                .withNoCause();
        assertThat(attempts).hasValue(1);
    }

    @Test
    void doesNotRepeatWhatIsNotThere() {
        AtomicInteger attempts = new AtomicInteger();

        assertThatExceptionOfType(SchemaNotFoundException.class)
                .isThrownBy(() -> calls.run(() -> {
                    attempts.incrementAndGet();
                    throw new RestClientException("not found", 404, 40403);
                }));
        assertThat(attempts).hasValue(1);
    }

    @Test
    void stopsWaitingWhenInterrupted() {
        RegistryCalls interrupted = calls(delayMs -> Thread.currentThread().interrupt());

        assertThatExceptionOfType(InterruptException.class)
                .isThrownBy(() -> interrupted.run(() -> {
                    throw new ConnectException("refused");
                }));
        assertThat(Thread.interrupted()).isTrue();
    }

    private RegistryCalls calls(LongConsumer sleep) {
        return new RegistryCalls(
                "[http://registry]", Duration.ofSeconds(2), HALF_SECONDS, new ScriptedTime(nanos, sleep));
    }

    /** Time that passes as the test says. */
    private record ScriptedTime(AtomicLong nanos, LongConsumer sleep) implements Time {

        @Override
        public long milliseconds() {
            return Duration.ofNanos(nanos.get()).toMillis();
        }

        @Override
        public long nanoseconds() {
            return nanos.get();
        }

        @Override
        public void sleep(long ms) {
            sleep.accept(ms);
        }

        @Override
        public void waitObject(Object monitor, Supplier<Boolean> condition, long deadlineMs) {
            throw new UnsupportedOperationException();
        }
    }
}
