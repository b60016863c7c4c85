package org.wecomarchive.recovery;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Waits for the answer of the brokers to a client.
 *
 * <p><b>Errors.</b> Kafka's own: the failure that the brokers answered with, {@link TimeoutException}, and {@link InterruptException},
 * which sets the thread's flag. What is not Kafka's becomes the cause of a {@link KafkaException}.
 */
public final class KafkaAnswers {

    private KafkaAnswers() {}

    /** Waits as long as the client does. */
    public static <T> T await(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Waits at most this long. */
    public static <T> T await(Future<T> answer, Duration atMost) {
        try {
            return answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("no answer from the brokers within " + atMost.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static KafkaException failure(ExecutionException e) {
        return e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
    }
}
