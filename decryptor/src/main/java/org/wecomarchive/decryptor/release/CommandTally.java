package org.wecomarchive.decryptor.release;

import org.wecomarchive.decryptor.outcome.Destination;

/** What became of the records that a command has tried. */
record CommandTally(long events, long parked, long deadLetters, long erased) {

    static final CommandTally NOTHING = new CommandTally(0, 0, 0, 0);

    CommandTally plus(Batch batch) {
        return new CommandTally(
                events + batch.tried(Destination.EVENTS),
                parked + batch.tried(Destination.PARKED),
                deadLetters + batch.tried(Destination.DEAD_LETTERS),
                erased + batch.tried(Destination.ERASED));
    }
}
