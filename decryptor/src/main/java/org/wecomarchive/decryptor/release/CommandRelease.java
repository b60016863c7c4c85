package org.wecomarchive.decryptor.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.decryption.RecordDecryption;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.CommandState;
import org.wecomarchive.schemas.RecordKeys;

/**
 * Carries out releases that an operator has ordered, in the partitions served here, each record once a command.
 *
 * <p>How far a command is goes into the transaction of every batch: killed anywhere, the next owner of the partition tries
 * exactly what was not tried. What was parked after a command was accepted does not belong to it.
 *
 * <p>Not safe for use by several threads.
 */
final class CommandRelease {

    private static final Logger log = LoggerFactory.getLogger(CommandRelease.class);

    private final ReleaseTask task;
    private final RecordDecryption.Ticker ticker;
    private final ParkedIndex index;
    private final ParkedTail tail;
    private final CommandTail commands;
    private final ReleaseBatches batches;

    CommandRelease(
            ReleaseTask task,
            RecordDecryption.Ticker ticker,
            ParkedIndex index,
            ParkedTail tail,
            CommandTail commands,
            ReleaseBatches batches) {
        this.task = task;
        this.ticker = ticker;
        this.index = index;
        this.tail = tail;
        this.commands = commands;
        this.batches = batches;
    }

    /**
     * Does one step of one command, if there is any.
     *
     * @return whether something was done, or commands can be read again
     * @throws TransientTroubleException when a command cannot be read now, or the next record needs something that is away
     */
    boolean round() throws TransientTroubleException {
        boolean freed = commands.poll(tail.ready());
        for (int partition : tail.ready()) {
            Optional<CommandRun> run = commands.next(partition);
            if (run.isPresent()) {
                return run.get().isAccepted() ? goOn(run.get()) : accept(run.get());
            }
        }
        return freed;
    }

    private boolean accept(CommandRun run) {
        if (index.overflown().containsKey(run.part())) {
            String sentence =
                    "there are more parked records than release.max.records: raise it and give the command again";
            return write(run, CommandState.FAILED, Optional.of(sentence));
        }
        long end = tail.position(run.part());
        boolean accepted = write(run.acceptedUpTo(end), CommandState.ACCEPTED, Optional.empty());
        if (accepted && ParkedReason.NATIVE_CRASH.text().equals(run.request().getReason())) {
            // Once a command: a payload that crashes the library again is condemned again, and the command goes on.
            task.verdicts().overrule(task.topics().parked(), run.part());
        }
        return accepted;
    }

    private boolean goOn(CommandRun run) throws TransientTroubleException {
        Set<Long> seqs = run.seqs();
        LongPredicate wantedSeq = seq -> seqs.isEmpty() || seqs.contains(seq);
        long[] offsets = index.matching(run.part(), run::wants, wantedSeq, run.position(), run.end());
        if (offsets.length == 0) {
            return write(run, CommandState.COMPLETED, Optional.empty());
        }
        DuePlan plan = new DuePlan(run.part(), offsets);
        ReleaseBatches.Selection wanted = (record, key) -> record.offset() >= run.position()
                && record.offset() < run.end()
                && wantedSeq.test(key.seq())
                && index.group(record.partition(), key, record.offset())
                        .filter(run::wants)
                        .isPresent();
        return batches.release(plan, wanted, batch -> {
            long next = plan.isDone() ? run.end() : plan.nextOffset();
            return Optional.of(step(run.after(batch, next), CommandState.IN_PROGRESS, Optional.empty()));
        });
    }

    private boolean write(CommandRun run, CommandState state, Optional<String> failure) {
        boolean written = batches.write(run.part(), step(run, state, failure));
        if (written) {
            log.info("command {} is {} in partition {}", run.request().getId(), state.text(), run.part());
        }
        return written;
    }

    private ReleaseBatches.Step step(CommandRun run, CommandState state, Optional<String> failure) {
        Command record = run.record(state, failure, ticker.clock().instant());
        byte[] key = RecordKeys.ofPart(record.getId(), run.part()).getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> written = new ProducerRecord<>(
                task.topics().commands(), key, task.commands().encode(record));
        return new ReleaseBatches.Step(written, () -> commands.note(record));
    }
}
