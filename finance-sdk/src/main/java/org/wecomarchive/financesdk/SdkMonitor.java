package org.wecomarchive.financesdk;

/**
 * Told what happens to a {@link FinanceSdk}, to make metrics of; every method does nothing by default.
 *
 * <p><b>Threads.</b> Called on any thread, many at a time, in the path of every call: implementations must not block nor
 * throw.
 */
public interface SdkMonitor {

    /** Hears nothing. */
    SdkMonitor NONE = new SdkMonitor() {};

    /** A vendor function returned 0; each payload of a batch counts. */
    default void succeeded(SdkFunction function) {}

    /** A call failed, refusals before the call included; each payload of a batch counts. */
    default void failed(SdkException failure) {}

    /** The process that hosts the library is ready; the first time too, so restarts are one fewer. */
    default void processStarted() {}

    /** The process was lost, however many calls it cost; with {@code NOT_STARTED}, an attempt to start it failed. */
    default void processLost(SdkCrashException.Kind kind) {}

    /** The number of live native structs has changed, as the library's process last reported it. */
    default void liveStructs(NativeStructs live) {}
}
