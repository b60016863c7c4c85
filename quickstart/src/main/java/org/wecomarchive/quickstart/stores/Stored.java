package org.wecomarchive.quickstart.stores;

/**
 * What was published for the stores, and what they hold.
 *
 * @param published what they should hold
 * @param counts what they do
 */
public record Stored(Published published, StoreCounts counts) {

    /** Whether nothing is missing or doubled. */
    public boolean balanced() {
        return counts.hold(published);
    }
}
