package org.wecomarchive.decryptor.outcome;

import java.util.Objects;

/**
 * Where a record was read.
 *
 * @param partition at least 0
 * @param offset at least 0
 */
public record RecordPosition(String topic, int partition, long offset) {

    public RecordPosition {
        Objects.requireNonNull(topic, "topic is null");
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "partition and offset must not be negative: " + partition + ", " + offset);
        }
    }
}
