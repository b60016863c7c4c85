package org.wecomarchive.ingestor.fetch;

/**
 * Looks for a record other than the first one behind a seq: in front of it, then behind it, in doubled steps to the end of the
 * archive and from there by halves to the place between the record that fails and the end. Then it begins again.
 */
final class ControlSearch {

    private static final int PLACES_IN_FRONT = 2;
    private static final long FARTHEST = 1L << 60;

    private int triedInFront;
    private long failedAt;
    private long endAt = FARTHEST;

    /** The exclusive seq to ask with, so that the first record behind it may be another one. */
    long place(long seq) {
        return switch (triedInFront) {
            case 0 -> Math.max(0, seq - 1);
            case 1 -> 0;
            default -> Math.min(seq, Long.MAX_VALUE - FARTHEST) + distance();
        };
    }

    private long distance() {
        return endAt == FARTHEST ? Math.max(1, 2 * failedAt) : failedAt + (endAt - failedAt) / 2;
    }

    /** The page from the last place failed, or had the record itself. */
    void failed() {
        if (isInFront()) {
            triedInFront++;
        } else {
            failedAt = distance();
            restartIfDone();
        }
    }

    /** There was nothing behind the last place. */
    void foundNothing() {
        if (isInFront()) {
            triedInFront++;
        } else {
            endAt = distance();
            restartIfDone();
        }
    }

    private boolean isInFront() {
        return triedInFront < PLACES_IN_FRONT;
    }

    private void restartIfDone() {
        if (endAt - failedAt <= 1 || failedAt >= FARTHEST / 2) {
            triedInFront = 0;
            failedAt = 0;
            endAt = FARTHEST;
        }
    }
}
