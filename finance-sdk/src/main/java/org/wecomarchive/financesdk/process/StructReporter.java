package org.wecomarchive.financesdk.process;

import java.util.concurrent.atomic.AtomicReference;
import org.wecomarchive.financesdk.NativeStructs;
import org.wecomarchive.financesdk.SdkMonitor;

/** Tells the monitor the live structs when they have changed. */
final class StructReporter {

    private final SdkMonitor monitor;
    private final AtomicReference<NativeStructs> last = new AtomicReference<>(NativeStructs.NONE);

    StructReporter(SdkMonitor monitor) {
        this.monitor = monitor;
    }

    void report(NativeStructs live) {
        if (!live.equals(last.getAndSet(live))) {
            monitor.liveStructs(live);
        }
    }
}
