package org.wecomarchive.decryptor.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    /** What the metrics show. */
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("wecom_sdk_process_starts_total", "starts of the library's process", starts::get));
        losses.forEach((kind, count) -> figures.add(new Figure(
                "wecom_sdk_process_losses_total",
                "losses of the library's process",
                Map.of("kind", kind.name().toLowerCase(Locale.ROOT)),
                count::get)));
        return figures;
    }
}
