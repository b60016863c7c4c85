package org.wecomarchive.callledger;

/**
 * What else decides whose fault a failed call is.
 *
 * @param route how the call went to WeCom
 * @param rate how often the same function was called in the minute before
 */
record Circumstances(Route route, Rate rate) {

    /** How often the same function was called, this call included, against what WeCom has published. */
    enum Rate {
        /** No more than is allowed, or nothing is published. */
        WITHIN_LIMIT,
        ABOVE_LIMIT
    }
}
