package org.wecomarchive.sinkelasticsearch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.RetriableException;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.serde.RegistryRefusedException;
import org.wecomarchive.serde.RegistryUnavailableException;
import org.wecomarchive.serde.UnresolvableSchemaException;

/**
 * Repeats the decoding of a batch while the registry does not give the schema of one of its events. No event is to blame for
 * that, so none is kept aside: Connect hands the same batch over again, and the registry is asked again once the pause is over.
 * For the task's thread only.
 */
final class SchemaRetry {

    private final Recovery recovery;
    private final InstantSource clock;
    private Instant notBefore = Instant.MIN;

    SchemaRetry(Recovery recovery, InstantSource clock) {
        this.recovery = recovery;
        this.clock = clock;
    }

    /**
     * What the decoding makes of a batch.
     *
     * @throws RetriableException if the same batch has to come again, after {@link #pause}
     */
    <T> T decoded(Supplier<T> decoding) {
        if (!pause().isZero()) {
            throw new RetriableException("waiting for the schema registry");
        }
        try {
            T decoded = decoding.get();
            recovery.close();
            return decoded;
        } catch (RegistryUnavailableException e) {
            throw again(FailureClass.TRANSIENT, e);
        } catch (RegistryRefusedException | UnresolvableSchemaException e) {
            throw again(FailureClass.OPERATOR, e);
        }
    }

    /** How long the registry is not asked yet; zero if it may be asked now. */
    Duration pause() {
        Duration pause = Duration.between(clock.instant(), notBefore);
        return pause.isNegative() ? Duration.ZERO : pause;
    }

    /** Ends the wait: there is no record any more that needs the registry. */
    void none() {
        recovery.close();
        notBefore = Instant.MIN;
    }

    private RetriableException again(FailureClass failureClass, RuntimeException failure) {
        String reason = failure.getClass().getSimpleName();
        notBefore = clock.instant().plus(recovery.failed(new Failure(failureClass, reason, failure.getMessage())));
        return new RetriableException(failure.getMessage());
    }
}
