package org.wecomarchive.financesdk;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers everything it is told. */
public final class RecordingMonitor implements SdkMonitor {

    private final List<SdkFunction> succeeded = new CopyOnWriteArrayList<>();
    private final List<SdkException> failed = new CopyOnWriteArrayList<>();
    private final List<SdkCrashException.Kind> losses = new CopyOnWriteArrayList<>();
    private final List<NativeStructs> live = new CopyOnWriteArrayList<>(List.of(NativeStructs.NONE));
    private final AtomicInteger starts = new AtomicInteger();

    @Override
    public void succeeded(SdkFunction function) {
        succeeded.add(function);
    }

    @Override
    public void failed(SdkException failure) {
        failed.add(failure);
    }

    @Override
    public void processStarted() {
        starts.incrementAndGet();
    }

    @Override
    public void processLost(SdkCrashException.Kind kind) {
        losses.add(kind);
    }

    @Override
    public void liveStructs(NativeStructs structs) {
        live.add(structs);
    }

    public List<SdkFunction> succeeded() {
        return succeeded;
    }

    public List<SdkException> failed() {
        return failed;
    }

    public List<SdkCrashException.Kind> losses() {
        return losses;
    }

    public NativeStructs live() {
        return live.get(live.size() - 1);
    }

    public int starts() {
        return starts.get();
    }
}
