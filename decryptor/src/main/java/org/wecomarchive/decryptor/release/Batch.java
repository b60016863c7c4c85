package org.wecomarchive.decryptor.release;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.wecomarchive.decryptor.outcome.Destination;

/** Records of one partition that were tried together. Not safe for use by several threads. */
final class Batch {

    private final List<ReleasedRecord> tried = new ArrayList<>();
    private final List<ReleasedRecord> changed = new ArrayList<>();

    /** Adds a record with its new outcome; {@code group} is what it was parked for. */
    void add(ReleasedRecord record, ParkedGroup group) {
        tried.add(record);
        boolean sameReason =
                record.outcome().reason().equals(Optional.of(group.reason().text()));
        if (record.isResolved() || !sameReason) {
            changed.add(record);
        }
    }

    /** How many of them ended here. */
    long tried(Destination outcome) {
        return tried.stream()
                .filter(record -> record.outcome().destination() == outcome)
                .count();
    }

    /** All of them. */
    List<ReleasedRecord> tried() {
        return Collections.unmodifiableList(tried);
    }

    /** Those that have to be written: what stays parked for the same reason stays as it is. */
    List<ReleasedRecord> changed() {
        return Collections.unmodifiableList(changed);
    }
}
