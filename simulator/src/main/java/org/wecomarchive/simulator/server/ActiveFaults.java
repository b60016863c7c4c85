package org.wecomarchive.simulator.server;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.wecomarchive.simulator.fault.Fault;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.simulator.fault.Occasion;
import org.wecomarchive.simulator.fault.Target;

/** A plan in force, and how many calls it has seen. Safe for any thread. */
final class ActiveFaults {

    private final long seed;
    private final FaultPlan plan;
    private final AtomicLong pages = new AtomicLong();
    private final AtomicLong chunks = new AtomicLong();
    private final Map<Fault, Long> happened = new ConcurrentHashMap<>();

    ActiveFaults(long seed, FaultPlan plan) {
        this.seed = seed;
        this.plan = plan;
    }

    /** Counts a call of {@code GetChatData} and tells what befalls it. */
    List<Fault> nextPage(Supplier<List<Long>> seqs) {
        return plan.befalling(Target.PAGE, new Occasion(seed, pages.incrementAndGet(), 0, seqs));
    }

    /** Counts a call of {@code GetMediaData} and tells what befalls it. */
    List<Fault> nextChunk(long chunk) {
        return plan.befalling(Target.MEDIA, new Occasion(seed, chunks.incrementAndGet(), chunk, List::of));
    }

    /** Counts that a fault has had its effect. */
    void count(Fault fault) {
        happened.merge(fault, 1L, Long::sum);
    }

    /** How often each fault has had its effect; those that never had are missing. */
    Map<Fault, Long> happened() {
        return Map.copyOf(happened);
    }
}
