package org.wecomarchive.benchmarks.sizing;

import java.util.Map;

/**
 * What one record takes.
 *
 * @param bytes in each place, one copy
 * @param work of each part
 */
record Figures(Map<StoredIn, Bytes> bytes, Map<Part, Work> work) {

    /** @throws IllegalArgumentException if a place or a part is missing */
    Figures {
        if (bytes.size() != StoredIn.values().length || work.size() != Part.values().length) {
            throw new IllegalArgumentException("figures of " + bytes.keySet() + " and " + work.keySet() + " only");
        }
        bytes = Map.copyOf(bytes);
        work = Map.copyOf(work);
    }

    /**
     * Bytes a record.
     *
     * @param backlog of records that wait in large numbers
     * @param trickle of records that come a few a second
     */
    record Bytes(double backlog, double trickle) {

        double larger() {
            return Math.max(backlog, trickle);
        }
    }

    /**
     * CPU time.
     *
     * @param backlog seconds for 1,000 records that wait in large numbers
     * @param trickle seconds for 1,000 records that come a few a second
     * @param idle cores that the part uses with nothing to do
     */
    record Work(double backlog, double trickle, double idle) {

        double larger() {
            return Math.max(backlog, trickle);
        }
    }
}
