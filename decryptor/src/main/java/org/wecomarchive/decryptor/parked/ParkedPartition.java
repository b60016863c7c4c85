package org.wecomarchive.decryptor.parked;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.wecomarchive.decryptor.keyring.KeyRing;

/**
 * One partition of the parked topic: what is parked in it, and which of these records are to be tried.
 *
 * <p>A sweep reads the partition, or a part of it, and collects the records that are due, either for their key or for a command.
 * It stops when the slice is full, and goes on behind it once the slice is released.
 *
 * <p><b>Invariants.</b> Every record before {@code seen} was tried with its key if the revision of that key is at most
 * {@code swept}. So a record is due if its key is newer, or if it lies at {@code seen} or behind. A record to which we gave a new
 * outcome is not due until that outcome was read, for its earlier records in the log are obsolete. {@code unread} has the revision of
 * the key that it was tried with.
 *
 * <p>Not safe for use by several threads.
 */
public final class ParkedPartition {

    public static final long UNKNOWN = -1;

    /** More of its own writes than this are not left unread. */
    private static final int MOST_UNREAD = 50_000;

    private final int number;
    private final KeyRing keys;
    private final ParkedGroups parked = new ParkedGroups();
    private final Map<ParkedKey, Integer> unread = new HashMap<>();
    private final DueRecords dueByKey;
    private final DueRecords dueByCommand;
    private Optional<Selection> command = Optional.empty();
    private long end = UNKNOWN;
    private long entered;
    private boolean served;
    private boolean ready;
    private long seen;
    private int swept;
    private int sweeping;

    /**
     * Which records a command is about.
     *
     * @param from first offset that counts
     * @param to first offset that does not
     * @param seqs those that it names; empty when it means all
     */
    public record Selection(long from, long to, Predicate<ParkedGroup> group, Set<Long> seqs) {

        boolean contains(long offset, ParkedKey key, ParkedGroup of) {
            return offset >= from && offset < to && group.test(of) && (seqs.isEmpty() || seqs.contains(key.seq()));
        }
    }

    ParkedPartition(int number, KeyRing keys, Semaphore budget) {
        this.number = number;
        this.keys = keys;
        this.dueByKey = new DueRecords(budget);
        this.dueByCommand = new DueRecords(budget);
        this.sweeping = keys.latestRevision();
    }

    /** To be called before records are read: a key that comes after that may make some of them due once more. */
    public void begin() {
        if (entered == 0) {
            sweeping = keys.latestRevision();
        }
    }

    public int number() {
        return number;
    }

    /** What is parked here. */
    public ParkedGroups parked() {
        return parked;
    }

    /** A record was read; {@code group} is empty for a tombstone, and for what this version does not know. */
    public void enter(long offset, ParkedKey key, Optional<ParkedGroup> group) {
        boolean fresh = offset >= entered;
        dueByKey.supersede(key, offset);
        dueByCommand.supersede(key, offset);
        Integer triedWith = fresh ? unread.remove(key) : unread.get(key);
        if (fresh) {
            entered = offset + 1;
            parked.put(key, group);
        }
        if (group.isEmpty() || (!fresh && triedWith != null)) {
            return;
        }
        if (command.isEmpty() && isDue(group.get(), triedWith == null ? triedWith(offset) : triedWith)) {
            dueByKey.add(key, offset);
        }
        if (command.filter(selection -> selection.contains(offset, key, group.get()))
                .isPresent()) {
            dueByCommand.add(key, offset);
        }
    }

    /** Keys up to this revision were tried on records at this offset. */
    private int triedWith(long offset) {
        return offset >= seen ? 0 : swept;
    }

    private boolean isDue(ParkedGroup group, int triedWith) {
        return group.waitsForKey() && keys.revision(group.corp(), group.keyVersion()) > triedWith;
    }

    /**
     * A record has a new outcome.
     *
     * @param revision of the key that it was tried with
     * @param group what it is parked for now; empty when it is not any more
     */
    public void committed(ParkedKey key, int revision, Optional<ParkedGroup> group) {
        unread.put(key, revision);
        dueByKey.remove(key);
        parked.put(key, group);
    }

    /** The sweep may only be acted on once everything before this offset was read. */
    public void readUpTo(long offset) {
        end = offset;
        ready = false;
    }

    public boolean isEndKnown() {
        return end != UNKNOWN;
    }

    /** Everything before this offset was read. */
    public void advance(long position) {
        if (end != UNKNOWN && position >= end) {
            ready = true;
            served = true;
            entered = Math.max(entered, position);
        }
    }

    /** Whether the partition has been read to its end since it was assigned. */
    public boolean isServed() {
        return served;
    }

    /** Whether the sweep is read to its end, and not too much of our own is unread. */
    public boolean isReady() {
        return ready && unread.size() <= MOST_UNREAD;
    }

    /** Everything before this offset is known. */
    public long entered() {
        return entered;
    }

    /** What is due because of its key. */
    public DueRecords dueByKey() {
        return dueByKey;
    }

    /** What is due because of a command; empty if that is not what is swept for. */
    public Optional<DueRecords> dueByCommand() {
        return command.map(selection -> dueByCommand);
    }

    /**
     * Ends the sweep for keys. Returns whether another one has to read the partition from its beginning, because a key has come or
     * changed meanwhile that a record here waits for.
     */
    public boolean beginNextSweep() {
        swept = sweeping;
        seen = entered;
        sweeping = keys.latestRevision();
        boolean due = sweeping != swept && parked.hasAny(group -> isDue(group, swept));
        if (!due) {
            swept = sweeping;
        }
        return due;
    }

    /** Sweeps for a command from now on. */
    public void beginCommand(Selection selection) {
        command = Optional.of(selection);
    }

    /** Sweeps for keys again; returns the offset to do that from. */
    public long endCommand() {
        dueByCommand.clear();
        command = Optional.empty();
        return seen;
    }

    /** Gives back what it holds. */
    public void close() {
        endCommand();
        dueByKey.clear();
    }
}
