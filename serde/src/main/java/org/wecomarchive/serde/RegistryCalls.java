package org.wecomarchive.serde;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.ExponentialBackoff;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls to the registry, repeated while their failure is transient, for a limited time.
 *
 * <p>Every foreign exception ends here: what comes out is a value or one of our own types. Safe for several threads.
 */
final class RegistryCalls {

    private static final Logger log = LoggerFactory.getLogger(RegistryCalls.class);

    private final String addresses;
    private final Duration limit;
    private final ExponentialBackoff backoff;
    private final Time time;

    /**
     * @param addresses of the registry, for messages
     * @param limit no attempt starts later than this after the first one; zero means one attempt
     */
    RegistryCalls(String addresses, Duration limit, ExponentialBackoff backoff, Time time) {
        this.addresses = addresses;
        this.limit = limit;
        this.backoff = backoff;
        this.time = time;
    }

    /**
     * The value of the call.
     *
     * @throws RegistryUnavailableException if the failure is still transient at the limit
     * @throws RegistryRefusedException if somebody must correct something
     * @throws SchemaNotFoundException if the registry has nothing by that name
     */
    <T> T run(RegistryCall<T> call) throws SchemaNotFoundException {
        long start = time.nanoseconds();
        for (int attempt = 1; ; attempt++) {
            String failure;
            try {
                return call.run();
            } catch (RestClientException | IOException e) {
                failure = describe(e);
                refuseUnlessTransient(RegistryFailure.classify(e), failure);
            }
            Duration waited = Duration.ofNanos(time.nanoseconds() - start);
            if (waited.compareTo(limit) >= 0) {
                throw new RegistryUnavailableException("schema registry at " + addresses + " not available for "
                        + waited.toMillis() + " ms (" + attempt + " attempts), last failure: " + failure);
            }
            log.warn("schema registry not available, attempt {} failed: {}", attempt, failure);
            pauseAfter(attempt);
        }
    }

    private void refuseUnlessTransient(RegistryFailure failure, String description) throws SchemaNotFoundException {
        if (failure == RegistryFailure.NOT_FOUND) {
            throw new SchemaNotFoundException("schema registry at " + addresses + ": " + description);
        }
        if (failure == RegistryFailure.REFUSED) {
            throw new RegistryRefusedException("schema registry at " + addresses + " refuses: " + description
                    + "; check schema.registry.url, credentials, certificates and the subject's compatibility");
        }
    }

    private void pauseAfter(int attempt) {
        time.sleep(backoff.backoff(attempt - 1L));
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptException("interrupted while waiting for the schema registry");
        }
    }

    /** Codes and types only: a message may quote what was sent or received. */
    private static String describe(Exception thrown) {
        if (thrown instanceof RestClientException answer) {
            return "HTTP " + answer.getStatus() + ", error code " + answer.getErrorCode();
        }
        return RegistryFailure.causes(thrown)
                .map(cause -> cause.getClass().getSimpleName())
                .collect(Collectors.joining(" < "));
    }

    /** One request to the registry. */
    interface RegistryCall<T> {
        T run() throws IOException, RestClientException;
    }
}
