package org.wecomarchive.ingestor.claim;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.recovery.Timing;

/**
 * Notices when two connectors pull one corp, which would publish everything twice: a connector that starts writes its
 * name, and a connector that finds another name before it publishes stops.
 *
 * <p>It ignores other tasks of the same connector, because Connect fences the older one: a restart, a rebalance or a
 * zombie raises no alarm. While the store cannot be reached or is not allowed, a second connector goes unnoticed.
 *
 * <p>Thread-safe: the fetch thread takes the corp, Connect's thread confirms and closes.
 */
public final class CorpClaim implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CorpClaim.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    /** Twice as long as it takes another connector to look again before it publishes. */
    private static final Duration TURN_OVER = Duration.ofSeconds(10);
    /** A running task looks once a minute at least, for it publishes its calls. */
    private static final Duration AWAY = Duration.ofHours(1);
    /** Brokers forget the offsets of a group without members, by default after a week. */
    private static final Duration WRITE_EVERY = Duration.ofDays(1);

    private final Claim ours;
    private final ClaimStore store;
    private final Timing timing;
    private final Runnable superseded;
    private Optional<Duration> looked = Optional.empty();
    private Duration written = Duration.ZERO;
    private Optional<RuntimeException> lost = Optional.empty();

    /**
     * A claim that is not taken yet.
     *
     * @param connector name of the connector
     * @param superseded told once when another task of a connector with this name has started since
     */
    public CorpClaim(String connector, ClaimStore store, Timing timing, Runnable superseded) {
        this.ours = new Claim(connector, UUID.randomUUID().toString(), false);
        this.store = store;
        this.timing = timing;
        this.superseded = superseded;
    }

    /**
     * Takes the corp, and waits a moment for another connector to notice, if one may be running. An attempt that
     * failed, or a task that was killed meanwhile, leaves a mark in the store, so that the next attempt waits as well.
     *
     * @return whether another connector was the last to pull; then look for what it published
     * @param resumes whether there is a stored offset, which is behind when another connector was the last to pull
     * @throws CorpTakenException when it is
     * @throws RetriableException when the brokers do not answer
     */
    public boolean take(boolean resumes) throws InterruptedException {
        try {
            Optional<Claim> last = store.read().map(Claim::parse);
            if (resumes && last.filter(this::isOther).isPresent()) {
                throw new CorpTakenException("connector " + last.get().connector()
                        + " has pulled this corp since this connector's offset was stored, and going on from that offset"
                        + " would publish records twice: delete this connector; to replace the other one, delete the other"
                        + " one and create a connector under a new name with start.from=auto");
            }
            boolean replaces =
                    last.filter(claim -> isOther(claim) || claim.replacing()).isPresent();
            if (replaces) {
                store.write(ours.whileReplacing().text());
                if (last.filter(Claim::isRunning).isPresent()) {
                    timing.sleep(TURN_OVER);
                }
            }
            taken();
            return replaces;
        } catch (UnknownTopicOrPartitionException e) {
            unguarded(e);
        } catch (RetriableException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            unguarded(e);
        }
        return false;
    }

    private synchronized void taken() {
        write();
        looked = Optional.of(timing.elapsed());
    }

    /**
     * Looks whether the corp is still ours; at most every five seconds, and for at most about two.
     *
     * @throws CorpTakenException when it is not, from then on for ever
     * @throws ClaimForgottenException when nobody can tell any more; from then on for ever, too
     */
    public synchronized void confirm() {
        if (lost.isPresent()) {
            throw lost.get();
        }
        if (looked.isEmpty() || timing.elapsed().minus(looked.get()).compareTo(LOOK_EVERY) < 0) {
            return;
        }
        Duration now = timing.elapsed();
        boolean wasAway = now.minus(looked.get()).compareTo(AWAY) > 0;
        try {
            Optional<Claim> found = store.read().map(Claim::parse);
            if (wasAway && found.isEmpty()) {
                throw lose(new ClaimForgottenException());
            }
            looked = Optional.of(now);
            check(found);
        } catch (InterruptException | ClaimForgottenException e) {
            throw e;
        } catch (RetriableException e) {
            looked = Optional.of(now);
            log.debug(
                    "cannot find out whether the corp is still ours ({}); asks again",
                    e.getClass().getSimpleName());
        } catch (KafkaException e) {
            unguarded(e);
        }
    }

    private void check(Optional<Claim> found) {
        if (found.filter(this::isOther).isPresent()) {
            throw lose(new CorpTakenException("connector " + found.get().connector()
                    + " has begun to pull this corp as well, and two would publish everything twice: that one goes on,"
                    + " so delete this one; to go on with this one instead, delete that one and create a connector"
                    + " under a new name with start.from=auto"));
        }
        if (found.filter(claim -> claim.isRunning() && !claim.equals(ours)).isPresent()) {
            log.warn("another task of this connector has started; if it runs in another Connect cluster, every record"
                    + " comes twice");
            looked = Optional.empty();
            superseded.run();
        } else if (!found.equals(Optional.of(ours))
                || timing.elapsed().minus(written).compareTo(WRITE_EVERY) > 0) {
            write();
        }
    }

    private RuntimeException lose(RuntimeException reason) {
        looked = Optional.empty();
        lost = Optional.of(reason);
        return reason;
    }

    private boolean isOther(Claim claim) {
        return !claim.connector().equals(ours.connector());
    }

    private void write() {
        store.write(ours.text());
        written = timing.elapsed();
    }

    private synchronized void unguarded(KafkaException failure) {
        log.warn(
                "a second connector for this corp would not be noticed: {}",
                failure.getClass().getSimpleName());
        looked = Optional.empty();
    }

    /** Releases the corp, so that a connector under another name need not wait. */
    @Override
    public synchronized void close() {
        try {
            if (looked.isPresent()
                    && store.read().map(Claim::parse).filter(ours::equals).isPresent()) {
                store.write(ours.givenBack().text());
            }
        } catch (KafkaException e) {
            log.debug(
                    "the claim of the corp could not be released ({}); the next connector waits a moment",
                    e.getClass().getSimpleName());
        } finally {
            store.close();
        }
    }
}
