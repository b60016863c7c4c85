package org.wecomarchive.decryptor.topology;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.Topology;
import org.wecomarchive.decryptor.decryption.Decrypter;
import org.wecomarchive.decryptor.parked.ParkedLookup;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.schemas.Topics;

/**
 * What every task of the stream shares.
 *
 * @param decrypter the step from bytes to outcome
 * @param nanoTime monotonic clock in nanoseconds
 * @param parked what a replay has to know of the parked topic
 */
public record DecryptTasks(
        Decrypter decrypter,
        Pauses pauses,
        LongSupplier nanoTime,
        MetricsSource metrics,
        ProgressListener progress,
        ParkedLookup parked) {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    /** The graph that runs them. */
    public Topology topology(Topics topics) {
        Patience patience = new Patience(decrypter, new Backoff(FIRST_PAUSE, LONGEST_PAUSE), pauses, nanoTime);
        return DecryptTopology.of(topics, () -> new OutcomeProcessor(patience, metrics, progress, parked));
    }
}
