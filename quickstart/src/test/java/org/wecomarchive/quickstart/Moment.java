package org.wecomarchive.quickstart;

/** A point in a scenario: the share of the records that have been fetched. */
enum Moment {
    QUARTER(0.25),
    HALF(0.5),
    THREE_QUARTERS(0.75);

    private final double share;

    Moment(double share) {
        this.share = share;
    }

    long of(long records) {
        return Math.round(share * records);
    }
}
