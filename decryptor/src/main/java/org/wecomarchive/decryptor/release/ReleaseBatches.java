package org.wecomarchive.decryptor.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.LogContext;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.decryptor.parked.DueRecords;
import org.wecomarchive.decryptor.parked.ParkedGroup;
import org.wecomarchive.decryptor.parked.ParkedKey;
import org.wecomarchive.decryptor.parked.ParkedPartition;
import org.wecomarchive.decryptor.parked.ParkedPartitions;
import org.wecomarchive.decryptor.parked.ParkedReader;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.RecordKeys;

/**
 * Tries due records and commits what has changed.
 *
 * <p>A record that fails stops no other: it is tried again after those that were read with it, and then left. If none of
 * them gets an outcome, something is away.
 *
 * <p>Records are decrypted before a transaction begins, so that readers of the topics wait for the writing only. Not safe
 * for use by several threads.
 */
final class ReleaseBatches {

    private static final Logger log = LoggerFactory.getLogger(ReleaseBatches.class);
    private static final Duration LONGEST_BATCH = Duration.ofSeconds(2);

    private final ReleaseContext context;
    private final ParkedPartitions assigned;
    private final ParkedReader reader;
    private final Producer<byte[], byte[]> producer;
    private final CommandTopic commands;

    ReleaseBatches(ReleaseContext context, ReleaseClients clients, ParkedPartitions assigned, CommandTopic commands) {
        this.context = context;
        this.assigned = assigned;
        this.reader = new ParkedReader(clients.reader(), context.topics().parked());
        this.producer = clients.producer();
        this.commands = commands;
    }

    /**
     * Tries the next records, and sets those aside that fail.
     *
     * @return whether any got an outcome
     * @throws TransientTroubleException when none of them gets an outcome
     */
    boolean releaseByKey(ParkedPartition partition) throws TransientTroubleException {
        DueRecords due = partition.dueByKey();
        ReleaseBatch batch = decrypt(partition, due);
        batch.failed().forEach(due::setAside);
        batch.requireOutcome();
        if (commit(partition, batch, Optional.empty())) {
            due.removeThrough(batch.through());
        }
        return !batch.tried().isEmpty();
    }

    /**
     * Tries the next records; those that fail stay parked, and were tried.
     *
     * @param progress of the command, given what was tried: it is written with them
     * @return whether it was committed
     * @throws TransientTroubleException when none of them gets an outcome; all of them are still to be tried
     */
    boolean releaseByCommand(ParkedPartition partition, DueRecords due, Function<ReleaseBatch, Command> progress)
            throws TransientTroubleException {
        ReleaseBatch batch = decrypt(partition, due);
        batch.requireOutcome();
        boolean committed = commit(partition, batch, Optional.of(progress.apply(batch)));
        if (committed) {
            due.removeThrough(batch.through());
        }
        return committed;
    }

    /** Writes the progress of a command alone; returns whether it was committed. */
    boolean write(ParkedPartition partition, Command progress) {
        return commit(partition, new ReleaseBatch(ParkedPartition.UNKNOWN), Optional.of(progress));
    }

    private boolean commit(ParkedPartition partition, ReleaseBatch batch, Optional<Command> progress) {
        List<ReleasedRecord> changed = batch.changed();
        boolean nothing = changed.isEmpty() && progress.isEmpty();
        if (!nothing && !write(partition, changed, progress)) {
            return false;
        }
        changed.forEach(record -> partition.committed(record.key(), record.revision(), record.newGroup()));
        context.figures().waiting(assigned.served());
        context.figures()
                .committed(
                        batch.tried().size(), changed, context.clocks().clock().instant());
        progress.ifPresent(commands::note);
        return true;
    }

    /**
     * Writes outcomes of one partition, each with the tombstone of its parked record, in one transaction together with offsets
     * of the group, which fence a member that has lost the partition.
     *
     * @return whether all was committed. If not, nothing was, for the group was rebalancing: the same records may be tried again
     *     once the assignment is known
     * @throws org.apache.kafka.common.KafkaException when the producer cannot be used any more
     */
    private boolean write(ParkedPartition partition, List<ReleasedRecord> records, Optional<Command> progress) {
        producer.beginTransaction();
        for (ReleasedRecord record : records) {
            send(record.written(record.outcome().destination().topic(context.topics())));
            if (record.isResolved()) {
                send(record.tombstone());
            }
        }
        progress.ifPresent(command -> send(written(command)));
        try {
            assigned.sendOffsets(producer, partition);
            producer.commitTransaction();
            return true;
        } catch (CommitFailedException e) {
            log.info("the group is rebalancing: whoever owns these {} records then releases them", records.size());
            producer.abortTransaction();
            assigned.readOn(partition);
            return false;
        }
    }

    private ProducerRecord<byte[], byte[]> written(Command progress) {
        byte[] key = RecordKeys.ofPart(progress.getId(), progress.getPart()).getBytes(UTF_8);
        return new ProducerRecord<>(
                context.topics().commands(), key, context.commands().writer().apply(progress));
    }

    /** What fails, fails the commit. */
    private void send(ProducerRecord<byte[], byte[]> record) {
        Future<RecordMetadata> unused = producer.send(record);
    }

    private ReleaseBatch decrypt(ParkedPartition partition, DueRecords due) {
        ReleaseBatch batch = new ReleaseBatch(due.first() - 1);
        readInto(batch, partition, due);
        if (!batch.tried().isEmpty()) {
            batch.takeFailed().forEach(record -> decrypt(record, batch));
            // A replay may have its event in an open transaction: its tombstone is in the log already.
            batch.leave(reader.keysFrom(partition.number(), assigned.position(partition)));
        }
        return batch;
    }

    private void readInto(ReleaseBatch batch, ParkedPartition partition, DueRecords due) {
        LongSupplier nanoTime = context.clocks().nanoTime();
        long start = nanoTime.getAsLong();
        for (ConsumerRecord<byte[], byte[]> record : reader.read(partition.number(), due.first())) {
            if (batch.isFull() || nanoTime.getAsLong() - start > LONGEST_BATCH.toNanos()) {
                return;
            }
            if (due.contains(record.offset())) {
                decrypt(record, batch);
            }
            batch.passThrough(record.offset());
        }
        batch.passThrough(reader.position(partition.number()) - 1);
    }

    @SuppressWarnings("try") // The log context is used by being open.
    private void decrypt(ConsumerRecord<byte[], byte[]> record, ReleaseBatch batch) {
        ParkedKey key = ParkedKey.of(record.key()).orElseThrow();
        ParkedGroup group = ParkedGroup.of(key, record.headers()).orElseThrow();
        // Before the key is used: if it changes in between, the record is tried once more.
        int revision = context.keys().revision(group.corp(), group.keyVersion());
        RecordPosition position = new RecordPosition(record.topic(), record.partition(), record.offset());
        try (LogContext coordinates = LogContext.of(position, record.headers())) {
            Outcome outcome =
                    context.decryption().decrypt(position, record.value()).outcome();
            batch.add(new ReleasedRecord(record, key, group, revision, outcome));
        } catch (TransientTroubleException e) {
            batch.fail(record, e);
        }
    }
}
