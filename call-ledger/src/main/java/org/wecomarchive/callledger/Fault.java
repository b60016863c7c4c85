package org.wecomarchive.callledger;

import java.util.Locale;

/**
 * Who has to answer for a call that failed, by the service agreement: what its availability counts, and what a claim may rest
 * on.
 */
public enum Fault {
    /** WeCom's service: a failed request of the agreement. */
    WECOM,
    /** The way to WeCom: name, route, proxy, connection, certificate. */
    NETWORK,
    /** Nobody can tell from the code alone: for a person to look at, and to claim or not. */
    UNCLEAR,
    /** Nobody's: the service answered what it should. */
    NEUTRAL,
    /** The tenant's: configuration, subscription, this machine, or a program of ours. */
    OURS,
    /** The vendor's library, which failed before it asked the service: a defect to report. */
    LIBRARY;

    /** As records have it: in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
