package org.wecomarchive.sinkiceberg.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.sinkiceberg.commit.PendingCommit;
import org.wecomarchive.sinkiceberg.commit.SealedRows;
import org.wecomarchive.sinkiceberg.failure.SinkFailures;
import org.wecomarchive.sinkiceberg.metrics.SinkMetrics;
import org.wecomarchive.sinkiceberg.write.OpenRows;
import org.wecomarchive.sinkiceberg.write.OpenRows.Added;

/**
 * Feeds a table from the partitions assigned to a task, each record exactly once.
 *
 * <p><b>Invariants.</b>
 *
 * <ol>
 *   <li>A partition is read from where the table says, and records are taken in the order of their offsets; whatever does
 *       not fit makes the feed ask the table again.
 *   <li>Rows are open until {@linkplain #commit sealed}; while sealed rows are pending no record is taken.
 *   <li>What cannot be committed is forgotten and read again: nothing is ever kept from before a rebalance or a failure of the
 *       storage. Only sealed rows, which are files, outlive a failure of the catalog.
 * </ol>
 *
 * <p>While something is away the partitions are paused and each call returns at once. For the task's thread only.
 */
public final class TableFeed {

    private static final Logger log = LoggerFactory.getLogger(TableFeed.class);
    /** With a first pause of 200 ms the task's thread sleeps for about 3 s at most. */
    private static final int ATTEMPTS = 5;

    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);

    private final SinkTaskContext context;
    private final Supplier<Table> source;
    private final TopicLog topicLog;
    private final IdlePartitions idle;
    private final RowIntake intake;
    private final FeedPolicy policy;
    private final SinkMetrics metrics;

    private final Partitions partitions = new Partitions();
    private final UncommittedRecords uncommitted = new UncommittedRecords();
    private Optional<Table> opened = Optional.empty();
    private Optional<OpenRows> open = Optional.empty();
    private Optional<PendingCommit> pending = Optional.empty();
    private Optional<Instant> oldest = Optional.empty();
    private Instant notBefore = Instant.MIN;

    /**
     * A feed without partitions yet.
     *
     * @param source opens the table; called until it succeeds once
     */
    public TableFeed(
            SinkTaskContext context,
            Supplier<Table> source,
            TopicLog topicLog,
            RowIntake intake,
            FeedPolicy policy,
            SinkMetrics metrics) {
        this.context = context;
        this.source = source;
        this.topicLog = topicLog;
        this.idle = new IdlePartitions(topicLog);
        this.intake = intake;
        this.policy = policy;
        this.metrics = metrics;
    }

    /** Partitions that are this task's from now on. */
    public void assign(Collection<TopicPartition> assigned) {
        partitions.assign(assigned);
    }

    /** Partitions that are not this task's any more: another one goes on from what is committed. */
    public void revoke(Collection<TopicPartition> revoked) {
        if (open.isPresent() || pending.isPresent()) {
            forget();
        }
        partitions.revoke(revoked);
        intake.leave(revoked);
        uncommitted.leave(revoked);
        closeWhatNothingWaitsFor();
    }

    private void closeWhatNothingWaitsFor() {
        if (uncommitted.isEmpty()) {
            policy.recoveries().commits().close();
            policy.recoveries().deadLetters().close();
        }
        if (partitions.all().isEmpty()) {
            policy.recoveries().opening().close();
        }
    }

    /** Offsets behind which everything is part of the table. */
    public Map<TopicPartition, Long> committed() {
        return partitions.committed();
    }

    /** Takes records in, none allowed, and commits when it is time. */
    public void put(Collection<SinkRecord> records) {
        boolean waiting = now().isBefore(notBefore);
        records.forEach(
                record -> uncommitted.arrived(RowIntake.partitionOf(record), record.originalKafkaOffset(), now()));
        try {
            if (!waiting && prepare()) {
                commitIfDue();
                take(records);
                passWhatHoldsNoRecords();
                commitIfDue();
                resume();
            } else if (!records.isEmpty()) {
                context.offset(partitions.next());
            }
        } catch (AttemptFailedException e) {
            setBack(e.recovery(), e.getCause());
        } catch (RuntimeException e) {
            setBack(policy.recoveries().commits(), e);
        }
        open.ifPresent(rows -> metrics.holding(rows.openPartitions(), rows.heapBytes()));
        metrics.oldestUncommitted(uncommitted.oldest());
        context.timeout(Math.max(1, pollAgainIn().toMillis()));
    }

    /** Settles what is pending and gives partitions a place; whether records can be taken now. */
    private boolean prepare() {
        if (partitions.all().isEmpty()) {
            return false;
        }
        if (pending.isPresent()) {
            settle();
        }
        if (partitions.allPlaced()) {
            return true;
        }
        try {
            place();
        } catch (RuntimeException e) {
            throw new AttemptFailedException(policy.recoveries().opening(), e);
        }
        policy.recoveries().opening().over();
        return false;
    }

    private void place() {
        Table table = opened.orElseGet(source);
        if (opened.isPresent()) {
            table.refresh();
        }
        opened = Optional.of(table);
        Map<TopicPartition, PartitionProgress> found = new StartPositions(topicLog).find(table, partitions.unplaced());
        partitions.place(found);
        log.info("{} are read on from where the table is", partitions);
        context.offset(partitions.next());
        context.resume(partitions.all().toArray(TopicPartition[]::new));
        notBefore = Instant.MIN;
        // Others may have stored what was forgotten here.
        Map<TopicPartition, Long> committed = partitions.committed();
        uncommitted.committed(committed);
        intake.committed(committed);
        closeWhatNothingWaitsFor();
    }

    private void take(Collection<SinkRecord> records) {
        for (SinkRecord record : records) {
            TopicPartition partition = RowIntake.partitionOf(record);
            PartitionProgress progress = partitions.progress(partition);
            if (progress == null || !progress.isAhead(record.originalKafkaOffset())) {
                log.warn("{} was read from offset {}, which is not the next", partition, record.originalKafkaOffset());
                forget();
                return;
            }
            if (!take(record)) {
                return;
            }
            progress.taken(record.originalKafkaOffset());
        }
    }

    /** Whether the record was taken; if not, the partitions have to be placed first. */
    private boolean take(SinkRecord record) {
        if (intake.take(record, rows()) == Added.NEEDS_COMMIT) {
            commit();
            if (!partitions.allPlaced() || intake.take(record, rows()) == Added.NEEDS_COMMIT) {
                return false;
            }
        }
        oldest = oldest.or(() -> Optional.of(now()));
        return true;
    }

    /** What no record follows is passed, or else it would look like a loss once retention has emptied the log. */
    private void passWhatHoldsNoRecords() {
        idle.passed(partitions.next(), now()).forEach((partition, next) -> {
            partitions.progress(partition).passed(next);
            rows();
            oldest = oldest.or(() -> Optional.of(now()));
        });
    }

    private OpenRows rows() {
        OpenRows rows = open.orElseGet(() -> intake.open(opened.orElseThrow()));
        open = Optional.of(rows);
        return rows;
    }

    /** What was put aside moves the position as rows do, or else it would be put aside again after the next start. */
    private void commitIfDue() {
        if (open.isPresent()
                && oldest.isPresent()
                && policy.isDue(open.get().keys().size(), open.get().bytes(), oldest.get())) {
            commit();
        }
    }

    /** Makes files of the open rows and the files part of the table, or leaves them pending. */
    private void commit() {
        OpenRows rows = open.orElseThrow();
        intake.deadLetters().settle();
        requireNothingSkipped();
        RowIntake.flush(rows);
        pending = Optional.of(new PendingCommit(
                opened.orElseThrow(),
                new SealedRows(rows.files(), rows.keys(), partitions.open(), partitions.topicIds()),
                intake.task()));
        open = Optional.empty();
        settle();
    }

    private void settle() {
        PendingCommit commit = pending.orElseThrow();
        Instant start = now();
        if (policy.isTooOld(oldest.orElseThrow())) {
            log.warn("files of {} waited too long for the catalog: their records are read again", partitions);
            forget();
            return;
        }
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            switch (commit.attempt()) {
                case COMMITTED -> {
                    landed(commit, Duration.between(start, now()));
                    return;
                }
                case SUPERSEDED -> {
                    log.warn("others have stored records of {}: these are left to them", partitions);
                    metrics.superseded();
                    policy.recoveries().commits().over();
                    commit.giveUp();
                    pending = Optional.empty();
                    forget();
                    return;
                }
                case CONFLICT -> {
                    metrics.conflicted();
                    if (attempt < ATTEMPTS) {
                        sleep(policy.conflictPauses().after(attempt));
                    }
                }
            }
        }
        throw new CommitFailedException("others were faster %s times", ATTEMPTS);
    }

    private void sleep(Duration pause) {
        try {
            policy.sleeper().sleep(pause);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void landed(PendingCommit commit, Duration took) {
        SealedRows rows = commit.rows();
        metrics.committed(rows.files(), rows.keys().size(), commit.replacedRows(), took);
        log.debug(
                "committed {} rows in {} files",
                rows.keys().size(),
                rows.files().size());
        partitions.allCommitted();
        policy.recoveries().commits().over();
        uncommitted.committed(partitions.committed());
        pending = Optional.empty();
        oldest = Optional.empty();
        metrics.holding(0, 0);
        context.requestCommit();
    }

    /** A jump of offsets skipped no record only if the log still begins at or before it. */
    private void requireNothingSkipped() {
        Map<TopicPartition, Long> jumps = partitions.jumps();
        if (jumps.isEmpty()) {
            return;
        }
        topicLog.bounds(jumps.keySet()).forEach((partition, bounds) -> {
            if (bounds.earliest() > jumps.get(partition)) {
                throw StartPositions.gone(
                        partitions.progress(partition).source(), partition, jumps.get(partition), bounds.earliest());
            }
        });
    }

    private void forget() {
        pending.ifPresent(PendingCommit::abandon);
        open.ifPresent(OpenRows::discard);
        intake.deadLetters().forget();
        pending = Optional.empty();
        open = Optional.empty();
        oldest = Optional.empty();
        partitions.unplaceAll();
        metrics.holding(0, 0);
    }

    private void setBack(Recovery recovery, Throwable failure) {
        if (failure instanceof StorageFailedException) {
            forget();
        }
        notBefore = now().plus(pauseAfter(recovery, failure));
        context.pause(partitions.all().toArray(TopicPartition[]::new));
        context.offset(partitions.next());
    }

    private static Duration pauseAfter(Recovery recovery, Throwable failure) {
        Failure classified = SinkFailures.classify(failure);
        return switch (classified.failureClass()) {
            case TRANSIENT, CRASH, OPERATOR -> recovery.failed(classified);
            case BAD_RECORD, MISSING_KEY, FATAL -> throw SinkFailures.stop(failure);
        };
    }

    private void resume() {
        if (notBefore.isAfter(Instant.MIN)) {
            notBefore = Instant.MIN;
            context.resume(partitions.all().toArray(TopicPartition[]::new));
        }
    }

    private Duration pollAgainIn() {
        Duration wait = now().isBefore(notBefore)
                ? Duration.between(now(), notBefore)
                : oldest.map(policy::untilDue).orElse(LONGEST_POLL);
        return wait.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : wait;
    }

    private Instant now() {
        return policy.clock().instant();
    }
}
