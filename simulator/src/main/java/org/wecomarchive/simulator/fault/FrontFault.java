package org.wecomarchive.simulator.fault;

import java.util.Arrays;
import java.util.Optional;

/**
 * A fault that only a front can cause. A reply of the server or a payload requests it by a code that the vendor's
 * library never returns.
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

    /** The code that requests it; negative. */
    public int code() {
        return code;
    }

    /** Empty for a return code of the vendor's. */
    public static Optional<FrontFault> of(int code) {
        return Arrays.stream(values()).filter(fault -> fault.code == code).findFirst();
    }
}
