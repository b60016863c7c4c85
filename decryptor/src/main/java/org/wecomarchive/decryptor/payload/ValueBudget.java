package org.wecomarchive.decryptor.payload;

/**
 * How many JSON values of one message are read, those inside of strings included: a value of two bytes takes a hundred
 * in memory. A forward of nine thousand messages has about a hundred thousand. For one thread.
 */
final class ValueBudget {

    static final int MAX_VALUES = 250_000;

    private int left = MAX_VALUES;

    /** Whether one more value may be read. */
    boolean take() {
        left -= left > 0 ? 1 : 0;
        return left > 0;
    }

    boolean isSpent() {
        return left == 0;
    }
}
