package org.wecomarchive.distribution.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Something bad that is done to the site for a bounded time, and how it is undone. */
interface Action {

    /** What is counted. */
    enum Kind {
        KILLS("kills"),
        RESTARTS("restarts"),
        STALLS("stalls"),
        CUTS("cuts"),
        SLOWED_LINKS("slowedLinks"),
        OUTAGES("outages"),
        FULL_DISKS("fullDisks"),
        GROWTHS("growths"),
        COMPACTIONS("compactions");

        private final String field;

        Kind(String field) {
            this.field = field;
        }

        /** Its field in the last line. */
        String field() {
            return field;
        }
    }

    Kind kind();

    /** For the timeline; the same for the same seed. */
    String name();

    /** From begin to end; zero if there is nothing to undo. */
    default Duration lasts() {
        return Duration.ZERO;
    }

    /** Does it and returns whether there was something to do it to. */
    boolean begin() throws IOException, InterruptedException, TimeoutException;

    /** Undoes it. */
    default void end() throws IOException, InterruptedException, TimeoutException {}
}
