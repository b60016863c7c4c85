package org.wecomarchive.benchmarks.sizing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.wecomarchive.quickstart.books.Published;
import org.wecomarchive.quickstart.pipeline.Stores;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.testkit.wait.BoundedWait;

/** Reads CPU times and sizes around a load. Not safe for use by several threads. */
final class Measurement {

    private static final Duration AT_MOST = Duration.ofMinutes(20);
    private static final Duration BETWEEN_COUNTS = Duration.ofSeconds(2);

    private final SizingSite site;
    private final SimulatedTenant tenant;
    private final TenantGrowth growth;
    private final Stores stores;
    private final StoreSizes sizes;
    private final Duration settling;
    private final LongSupplier nanoTime;

    /**
     * @param warehouse of the cold store
     * @param settling how long the parts may still work once the stores have everything
     */
    Measurement(SizingSite site, SimulatedTenant tenant, Path warehouse, Duration settling, LongSupplier nanoTime) {
        this.site = site;
        this.tenant = tenant;
        this.growth = new TenantGrowth(tenant);
        URI elasticsearch = site.elasticsearch();
        this.stores = new Stores(Optional.of(elasticsearch), Optional.of(warehouse));
        this.sizes = new StoreSizes(site.bootstrapServers(), elasticsearch, warehouse);
        this.settling = settling;
        this.nanoTime = nanoTime;
    }

    /** Lets records come. */
    @FunctionalInterface
    interface Arrival {
        /** Returns when all have come, not when they are stored. */
        void run() throws InterruptedException, TimeoutException;
    }

    /** Lets records come before anything is measured, and waits until every store has them and the parts have settled. */
    void warmUp(Arrival arrival) throws Exception {
        arrival.run();
        awaitStored();
        pause(settling);
    }

    /** Cores that each part uses while nothing comes. */
    Map<Part, Double> idle(Duration howLong) throws Exception {
        CpuReading start = cpu();
        pause(howLong);
        return cpu().coresSince(start);
    }

    /**
     * Lets records come and waits until every store has them.
     *
     * @param idle cores that each part uses anyway
     */
    Load load(Arrival arrival, Map<Part, Double> idle) throws Exception {
        long records = tenant.size();
        Map<StoredIn, Long> before = bytes();
        pause(settling);
        CpuReading start = cpu();
        arrival.run();
        awaitStored();
        pause(settling);
        Map<Part, Double> work = cpu().workSince(start, idle);
        Map<StoredIn, Long> added = bytes();
        added.replaceAll((place, after) -> after - before.get(place));
        return new Load(tenant.size() - records, work, added);
    }

    private void awaitStored() throws Exception {
        Published expected = growth.expected();
        new BoundedWait(AT_MOST, BETWEEN_COUNTS)
                .until("every store to have its share of " + expected, () -> stores.stored(expected)
                        .balanced());
    }

    private Map<StoredIn, Long> bytes() throws Exception {
        growth.expected();
        Map<StoredIn, Long> all = sizes.merged();
        all.put(StoredIn.PLAINTEXT, growth.plaintextBytes());
        return all;
    }

    private CpuReading cpu() throws IOException {
        Map<Part, Double> seconds = new EnumMap<>(Part.class);
        for (Map.Entry<Part, ProcessHandle> part : site.processes().entrySet()) {
            seconds.put(part.getKey(), ProcessCpu.of(part.getValue()).seconds());
        }
        return new CpuReading(seconds, nanoTime.getAsLong());
    }

    private static void pause(Duration duration) throws InterruptedException {
        // Nobody counts down: a pause that an interrupt ends at once.
        boolean unused = new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }
}
