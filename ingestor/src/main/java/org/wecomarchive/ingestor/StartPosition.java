package org.wecomarchive.ingestor;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.ingestor.claim.CorpClaim;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.cursor.HomePartition;
import org.wecomarchive.ingestor.cursor.StartRefusedException;
import org.wecomarchive.ingestor.cursor.TailRecord;
import org.wecomarchive.ingestor.fetch.Beginning;
import org.wecomarchive.ingestor.pace.Timing;
import org.wecomarchive.ingestor.publish.SourceRecords;
import org.wecomarchive.ingestor.tail.RawTail;

/**
 * Where a task goes on: from the stored offset, else from what the raw topic and {@code start.from} say. Before that, all
 * schemas are made ready and the partition is known to exist; once a page has arrived, the corp is claimed for this
 * connector.
 */
final class StartPosition implements Beginning {

    private static final Logger log = LoggerFactory.getLogger(StartPosition.class);

    private final IngestorConfig config;
    private final Optional<Cursor> stored;
    private final SourceRecords records;
    private final CorpClaim claim;
    private final Timing timing;

    StartPosition(
            IngestorConfig config, Optional<Cursor> stored, SourceRecords records, CorpClaim claim, Timing timing) {
        this.config = config;
        this.stored = stored;
        this.records = records;
        this.claim = claim;
        this.timing = timing;
    }

    @Override
    public Cursor find() {
        config.requireAllowedEndpoints();
        records.prepare();
        try (RawTail tail = RawTail.open(config.kafkaSettings(), timing)) {
            return position(tail);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public boolean claim() throws InterruptedException {
        return claim.take(stored.isPresent());
    }

    @Override
    public void confirm() {
        claim.confirm();
    }

    private Cursor position(RawTail tail) throws InterruptedException {
        Cursor cursor = stored.isPresent() ? stored.get() : first(tail);
        requirePartition(cursor.partition(), tail.partitions(config.topics().raw()));
        return cursor;
    }

    private Cursor first(RawTail tail) throws InterruptedException {
        String raw = config.topics().raw();
        int home = HomePartition.of(config.corpId(), config.rawPartitions());
        requirePartition(home, tail.partitions(raw));
        Optional<TailRecord> last = tail.last(config.corpId(), new TopicPartition(raw, home));
        Cursor first = config.startFrom().first(last, home);
        return last.isPresent()
                ? caughtUp(tail, last.get().fetchedAt()).map(first::caughtUpAt).orElse(first)
                : first;
    }

    /** Else the corp counts as behind, as it does without the right to read the topic. */
    private Optional<Instant> caughtUp(RawTail tail, Instant lastFetched) throws InterruptedException {
        String calls = config.topics().calls();
        try {
            int partition = HomePartition.of(config.corpId(), tail.partitions(calls));
            return tail.caughtUp(
                    config.corpId(), new TopicPartition(calls, partition), lastFetched.minus(config.sourceRetention()));
        } catch (AuthorizationException e) {
            log.warn(
                    "{} may not be read, so a gap may be listed of a time in which nothing was lost: {}",
                    calls,
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private void requirePartition(int partition, int partitions) {
        if (partition >= partitions) {
            throw new StartRefusedException(
                    "partition " + partition + " of " + config.topics().raw() + " does not exist, it" + " has "
                            + partitions + ": set raw.partitions to what the topic was made with");
        }
    }
}
