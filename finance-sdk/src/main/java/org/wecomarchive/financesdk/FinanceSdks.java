package org.wecomarchive.financesdk;

import org.wecomarchive.financesdk.inprocess.LocalLibrary;
import org.wecomarchive.financesdk.process.ProcessFinanceSdk;

/** Opens the library that the settings name. */
public final class FinanceSdks {

    private FinanceSdks() {}

    /** As {@link #open(SdkSettings, SdkMonitor)}, with nobody listening. */
    public static FinanceSdk open(SdkSettings settings) {
        return open(settings, SdkMonitor.NONE);
    }

    /**
     * Loads the library, in its own process or in this JVM, and checks that it is usable.
     *
     * @throws IllegalArgumentException when the library cannot be used as it is: not found, wrong architecture, a missing
     *     dependency or function, an unknown scheme; the message says which and what to do
     */
    public static FinanceSdk open(SdkSettings settings, SdkMonitor monitor) {
        FinanceSdk sdk =
                switch (settings.isolation()) {
                    case NONE -> LocalLibrary.open(settings.library()).onOwnThreads(monitor);
                    case PROCESS -> ProcessFinanceSdk.start(settings, monitor);
                };
        return new MonitoredFinanceSdk(sdk, monitor);
    }
}
