package org.wecomarchive.decryptor.release;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.Destination;
import org.wecomarchive.decryptor.parked.ParkedKey;

/** Records of one partition that were tried together. Not safe for use by several threads. */
final class ReleaseBatch {

    private static final long MOST_BYTES = 8 * 1024 * 1024;

    private final List<ReleasedRecord> tried = new ArrayList<>();
    private List<ConsumerRecord<byte[], byte[]>> failed = new ArrayList<>();
    private Optional<TransientTroubleException> trouble = Optional.empty();
    private long through;
    private long bytes;

    ReleaseBatch(long after) {
        this.through = after;
    }

    /** Adds a record with its new outcome. */
    void add(ReleasedRecord record) {
        tried.add(record);
        bytes += record.bytes();
    }

    /** A record got no outcome, because something is away or because of itself. */
    void fail(ConsumerRecord<byte[], byte[]> record, TransientTroubleException failure) {
        failed.add(record);
        trouble = Optional.of(failure);
    }

    /** Drops the outcomes of records that somebody else has written meanwhile: these count as without outcome. */
    void leave(Set<ParkedKey> written) {
        for (ReleasedRecord record : List.copyOf(tried)) {
            if (written.contains(record.key())) {
                tried.remove(record);
                failed.add(record.parked());
            }
        }
    }

    /** Everything up to this offset, inclusive, was looked at. */
    void passThrough(long offset) {
        through = Math.max(through, offset);
    }

    /** Whether no more records should be added, because of their bytes. */
    boolean isFull() {
        return bytes >= MOST_BYTES;
    }

    long through() {
        return through;
    }

    /** Offsets of those without outcome. */
    List<Long> failed() {
        return failed.stream().map(ConsumerRecord::offset).toList();
    }

    /** Those without outcome, to be tried again. */
    List<ConsumerRecord<byte[], byte[]>> takeFailed() {
        List<ConsumerRecord<byte[], byte[]>> taken = failed;
        failed = new ArrayList<>();
        return taken;
    }

    /**
     * Nothing happens if any record got an outcome.
     *
     * @throws TransientTroubleException of the last record without one, if none got one: then it may be the fault of none of them
     */
    void requireOutcome() throws TransientTroubleException {
        if (tried.isEmpty() && trouble.isPresent()) {
            throw trouble.get();
        }
    }

    /** How many records have this outcome; those without outcome stay parked. */
    long tried(Destination outcome) {
        long left = outcome == Destination.PARKED ? failed.size() : 0;
        return left
                + tried.stream()
                        .filter(record -> record.outcome().destination() == outcome)
                        .count();
    }

    /** All that got an outcome. */
    List<ReleasedRecord> tried() {
        return Collections.unmodifiableList(tried);
    }

    /** Those that have to be written: what stays parked for the same reason stays as it is. */
    List<ReleasedRecord> changed() {
        return tried.stream().filter(ReleasedRecord::isChanged).toList();
    }
}
