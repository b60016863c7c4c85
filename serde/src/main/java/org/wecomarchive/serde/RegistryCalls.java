package org.wecomarchive.serde;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.ExponentialBackoff;
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
    private final Sleeper sleeper;
    private final LongSupplier nanoTicker;

    /**
     * @param addresses of the registry, for messages
     * @param limit no attempt starts later than this after the first one; zero means one attempt
     * @param nanoTicker monotonic, in nanoseconds
     */
    RegistryCalls(
            String addresses, Duration limit, ExponentialBackoff backoff, Sleeper sleeper, LongSupplier nanoTicker) {
        this.addresses = addresses;
        this.limit = limit;
        this.backoff = backoff;
        this.sleeper = sleeper;
        this.nanoTicker = nanoTicker;
    }

    /**
     * The value of the call.
     *
     * @throws RegistryUnavailableException if the failure is still transient at the limit
     * @throws RegistryRefusedException if somebody must correct something
     * @throws SchemaNotFoundException if the registry has nothing by that name
     */
    <T> T run(RegistryCall<T> call) throws SchemaNotFoundException {
        long start = nanoTicker.getAsLong();
        for (int attempt = 1; ; attempt++) {
            String failure;
            try {
                return call.run();
            } catch (RestClientException e) {
                failure = describe(e);
                refuseUnlessTransient(RegistryFailure.classify(e), failure);
            } catch (IOException e) {
                failure = describe(e);
                refuseUnlessTransient(RegistryFailure.classify(e), failure);
            }
            Duration waited = Duration.ofNanos(nanoTicker.getAsLong() - start);
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
        try {
            sleeper.sleep(Duration.ofMillis(backoff.backoff(attempt - 1L)));
        } catch (InterruptedException e) {
            // Kafka's own exception restores the flag.
            throw new InterruptException("interrupted while waiting for the schema registry", e);
        }
    }

    private static String describe(RestClientException answer) {
        return "HTTP " + answer.getStatus() + ", error code " + answer.getErrorCode();
    }

    /** Types only: a message may quote what was sent or received. */
    private static String describe(IOException noAnswer) {
        StringBuilder types = new StringBuilder(noAnswer.getClass().getSimpleName());
        for (Throwable cause = noAnswer.getCause(); cause != null; cause = cause.getCause()) {
            types.append(" < ").append(cause.getClass().getSimpleName());
        }
        return types.toString();
    }

    /** One request to the registry. */
    interface RegistryCall<T> {
        T run() throws IOException, RestClientException;
    }
}
