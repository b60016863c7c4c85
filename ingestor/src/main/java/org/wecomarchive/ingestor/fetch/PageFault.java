package org.wecomarchive.ingestor.fetch;

import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;

/** What a failed call for a page can be the fault of, as far as the failure itself tells. */
enum PageFault {
    /** Whatever was asked for: the network, the account, the rate of calls, a process that did not start. */
    ENVIRONMENT,
    /** The size of the page. */
    TOO_LARGE,
    /** The time that the page takes, or a network in which calls hang. */
    LATE,
    /** Anything, one record of the page included. */
    UNKNOWN;

    /** @param late whether the call took as long as a call may */
    static PageFault of(SdkException failure, boolean late) {
        if (failure.function() != SdkFunction.GET_CHAT_DATA) {
            return ENVIRONMENT;
        }
        if (failure instanceof SdkCrashException crash) {
            return switch (crash.kind()) {
                case NOT_STARTED -> ENVIRONMENT;
                case HUNG -> LATE;
                case ABORTED, ENDED -> UNKNOWN;
            };
        }
        if (failure.isTooLarge()) {
            return TOO_LARGE;
        }
        if (late) {
            return LATE;
        }
        return failure.isAboutTheCaller() ? ENVIRONMENT : UNKNOWN;
    }
}
