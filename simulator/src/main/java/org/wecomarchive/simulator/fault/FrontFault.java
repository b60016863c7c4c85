package org.wecomarchive.simulator.fault;

import java.util.Arrays;
import java.util.Optional;

/**
 * What only a front can do: it is told by a code that the vendor's library never returns, in a reply of the server or in a
 * payload.
 */
public enum FrontFault {
    /** Ends the process as SIGABRT does. */
    ABORT(-1),
    /** Never returns, whatever the time-out. */
    HANG(-2);

    private final int code;

    FrontFault(int code) {
        this.code = code;
    }

    /** What stands in place of a return code; negative. */
    public int code() {
        return code;
    }

    /** Empty for a return code of the vendor's. */
    public static Optional<FrontFault> of(int code) {
        return Arrays.stream(values()).filter(fault -> fault.code == code).findFirst();
    }
}
