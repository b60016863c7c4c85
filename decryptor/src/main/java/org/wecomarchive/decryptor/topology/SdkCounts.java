package org.wecomarchive.decryptor.topology;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkMonitor;

/** Counts the starts and losses of the process that hosts the vendor's library. */
public final class SdkCounts implements SdkMonitor {

    private final AtomicLong starts = new AtomicLong();
    private final Map<SdkCrashException.Kind, AtomicLong> losses = Stream.of(SdkCrashException.Kind.values())
            .collect(Collectors.toUnmodifiableMap(kind -> kind, kind -> new AtomicLong()));

    @Override
    public void processStarted() {
        starts.incrementAndGet();
    }

    @Override
    public void processLost(SdkCrashException.Kind kind) {
        losses.get(kind).incrementAndGet();
    }

    /** How often it was started; the first time too. */
    public long starts() {
        return starts.get();
    }

    /** How often it was lost in this way. */
    public long losses(SdkCrashException.Kind kind) {
        return losses.get(kind).get();
    }
}
