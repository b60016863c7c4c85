package org.wecomarchive.quickstart.books;

import java.util.Optional;

/**
 * What was published for the stores, and what they hold.
 *
 * @param published what they should hold
 * @param counts what they do; empty where one of them does not answer
 */
public record Stored(Published published, Optional<StoreCounts> counts) {

    /** Whether nothing is missing or doubled. */
    public boolean balanced() {
        return counts.map(now -> now.hold(published)).orElse(false);
    }
}
