package org.wecomarchive.egress;

/**
 * Why a host may not be called.
 *
 * @param kind whether that is certain
 * @param reason the end of a sentence about the host, without a full stop
 */
record Refusal(Kind kind, String reason) {

    enum Kind {
        OUTSIDE,
        /** The name service does not tell now. */
        UNRESOLVED
    }

    static Refusal outside(String reason) {
        return new Refusal(Kind.OUTSIDE, reason);
    }

    static Refusal unresolved(String reason) {
        return new Refusal(Kind.UNRESOLVED, reason);
    }
}
