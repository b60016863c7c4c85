package org.wecomarchive.ingestor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.ingestor.claim.CorpClaim;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.cursor.HomePartition;
import org.wecomarchive.ingestor.cursor.LastRecord;
import org.wecomarchive.ingestor.cursor.StartRefusedException;
import org.wecomarchive.ingestor.fetch.Beginning;
import org.wecomarchive.ingestor.publish.SourceRecords;
import org.wecomarchive.ingestor.rawtopic.RawTopicSearch;
import org.wecomarchive.recovery.Timing;

/**
 * Where a task goes on: from the stored offset, else from what the raw topic and {@code start.from} say. Before that, all
 * schemas are made ready and the partition is known to exist; once a page has arrived, the corp is claimed for this
 * connector.
 *
 * <p>Whatever an offset says, {@code high} is at least the highest live seq in the raw topic. A stored offset is committed
 * together with its records, so at an ordinary start the last live record of its partition is exactly {@code high}, and
 * nothing else is read. Otherwise all partitions are searched for whatever WeCom can still serve: that was published within
 * the source's retention.
 */
final class StartPosition implements Beginning {

    private static final Logger log = LoggerFactory.getLogger(StartPosition.class);
    /** WeCom's own, whatever the setting says. */
    private static final Duration RETENTION = Duration.ofDays(5);
    /** For clocks that differ, and for records that waited on their way. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private final IngestorConfig config;
    private final Optional<Cursor> stored;
    private final SourceRecords records;
    private final CorpClaim claim;
    private final Timing timing;
    private OptionalLong lastSeq = OptionalLong.empty();

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
        try (RawTopicSearch search = RawTopicSearch.open(config.kafkaSettings(), timing)) {
            Optional<LastRecord> last = stored.isPresent() ? lastOf(stored.get(), search) : lastOfAll(search);
            lastSeq = last.map(LastRecord::seq).map(OptionalLong::of).orElse(OptionalLong.empty());
            if (stored.isEmpty()) {
                return first(last, search);
            }
            last.ifPresent(record -> warnOfRecordsThatAreGone(stored.get(), record));
            return last.map(stored.get()::notBehind).orElse(stored.get());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public OptionalLong lastSeq() {
        return lastSeq;
    }

    @Override
    public boolean claim() throws InterruptedException {
        return claim.take(stored.isPresent());
    }

    @Override
    public void confirm() {
        claim.confirm();
    }

    private static void warnOfRecordsThatAreGone(Cursor stored, LastRecord last) {
        if (stored.high() > last.seq()) {
            log.warn(
                    "the stored offset says that everything up to seq {} was published, but the last live record in"
                            + " the raw topic has seq {}: this is normal after a skip and after a change of the offset by hand;"
                            + " otherwise somebody aborted a committed transaction, and its records are pulled again only"
                            + " after seq and high of the offset are PATCHed to {}",
                    stored.high(),
                    last.seq(),
                    last.seq());
        }
    }

    private Optional<LastRecord> lastOf(Cursor cursor, RawTopicSearch search) throws InterruptedException {
        int partitions = search.partitions(raw());
        if (cursor.partition() >= partitions) {
            throw new StartRefusedException(
                    "partition " + cursor.partition() + " of the stored offset does not exist in " + raw()
                            + ", which has " + partitions
                            + ": stop the connector and store the same offset with a partition below"
                            + " that");
        }
        Optional<LastRecord> last = search.last(config.corpId(), partition(cursor.partition()), servedSince());
        return last.filter(record -> record.seq() == cursor.high()).isPresent()
                ? last
                : search.highest(config.corpId(), raw(), servedSince());
    }

    private Optional<LastRecord> lastOfAll(RawTopicSearch search) throws InterruptedException {
        Optional<LastRecord> highest = search.highest(config.corpId(), raw(), servedSince());
        if (highest.isPresent()) {
            return highest;
        }
        int partitions = search.partitions(raw());
        if (partitions != config.rawPartitions()) {
            throw new StartRefusedException("raw.partitions is " + config.rawPartitions() + ", but " + raw() + " has "
                    + partitions
                    + " partitions, and neither a stored offset nor a recent record says which of them holds this"
                    + " corp: set raw.partitions=" + partitions);
        }
        return search.last(config.corpId(), partition(home()), Instant.EPOCH);
    }

    private Cursor first(Optional<LastRecord> last, RawTopicSearch search) throws InterruptedException {
        Cursor first = config.startFrom().first(last, home());
        return last.isPresent()
                ? caughtUp(search, last.get().fetchedAt())
                        .map(first::caughtUpAt)
                        .orElse(first)
                : first;
    }

    /** Else the corp counts as behind, as it does without the right to read the topic. */
    private Optional<Instant> caughtUp(RawTopicSearch search, Instant lastFetched) throws InterruptedException {
        String calls = config.topics().calls();
        try {
            int partition = HomePartition.of(config.corpId(), search.partitions(calls));
            return search.caughtUp(
                    config.corpId(), new TopicPartition(calls, partition), lastFetched.minus(config.sourceRetention()));
        } catch (AuthorizationException e) {
            log.warn(
                    "reading {} is not allowed, so a gap may be listed although nothing was lost: {}",
                    calls,
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private Instant servedSince() {
        return servedSince(config, timing);
    }

    /** Whatever WeCom can still serve was fetched after this moment, if it was. */
    static Instant servedSince(IngestorConfig config, Timing timing) {
        Duration configured = config.sourceRetention();
        Duration retention = configured.compareTo(RETENTION) > 0 ? configured : RETENTION;
        return timing.now().minus(retention).minus(MARGIN);
    }

    private int home() {
        return HomePartition.of(config.corpId(), config.rawPartitions());
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(raw(), number);
    }

    private String raw() {
        return config.topics().raw();
    }
}
