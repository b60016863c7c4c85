package org.wecomarchive.benchmarks.sizing;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.quickstart.run.Workspace;
import org.wecomarchive.quickstart.tenant.SimulatedSource;
import org.wecomarchive.quickstart.tenant.Source;
import org.wecomarchive.quickstart.tenant.Trickle;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.testkit.wait.BoundedWait;

/**
 * Bytes and CPU time that a record takes in each store and part, and what sites of some sizes need by them.
 *
 * <p>The parts are warm when the measurement begins: a first load has run through. Then nothing comes for a while, which tells
 * what the parts use with nothing to do; then a trickle; then a backlog. CPU time is that of the kernel; what the parts use
 * with nothing to do is taken off, so neither waiting nor a busy machine counts.
 */
public final class SizingBenchmark {

    private static final long SEED = 7;
    private static final Duration AT_MOST = Duration.ofMinutes(20);

    private final Path home;
    private final Plan plan;
    private final PrintStream out;
    private final LongSupplier nanoTime;

    /**
     * What is run.
     *
     * @param warmUp records before anything is measured
     * @param idle how long nothing comes
     * @param trickle records that come at {@code rate}
     * @param rate records a second
     * @param backlog records that come at once
     * @param settling how long the parts may still work once the stores have everything, as Elasticsearch that merges
     */
    public record Plan(long warmUp, Duration idle, long trickle, double rate, long backlog, Duration settling) {

        /** Long enough for figures that stand in a page. */
        public static final Plan FULL =
                new Plan(4_000, Duration.ofSeconds(30), 600, 10, 10_000, Duration.ofSeconds(10));
    }

    /** @param home the checkout */
    public SizingBenchmark(Path home, Plan plan, PrintStream out, LongSupplier nanoTime) {
        this.home = home;
        this.plan = plan;
        this.out = out;
        this.nanoTime = nanoTime;
    }

    /** Measures and prints. */
    public void run() throws Exception {
        TopicCatalog topics = TopicCatalog.load(home.resolve("deploy/topics.yaml"));
        try (Workspace workspace = Workspace.open(Optional.empty());
                Source source = new SimulatedSource(OptionalLong.of(SEED), Optional.empty(), plan.warmUp())
                        .open(workspace, Clock.systemUTC())) {
            run(workspace, source, topics);
        }
    }

    private void run(Workspace workspace, Source source, TopicCatalog topics) throws Exception {
        try (SizingSite site = SizingSite.start(workspace, source, topics)) {
            out.println(String.format(
                    Locale.ROOT,
                    "sizing, %s: a backlog of %,d records; a trickle of %,d at %.0f a second",
                    source.description(),
                    plan.backlog(),
                    plan.trickle(),
                    plan.rate()));
            String tables = FigureTables.markdown(figures(site, source, workspace.cold()));
            out.println("\n" + tables + "\n");
            // From the numbers as they are printed.
            out.println(new Needs(FigureTables.read(tables), topics).markdown(Needs.EXAMPLE) + "\n");
        } catch (Exception e) {
            workspace.keepLogs();
            out.println("Logs are in " + workspace.root() + ".");
            throw e;
        }
    }

    private Figures figures(SizingSite site, Source source, Path warehouse) throws Exception {
        SimulatedTenant tenant = source.simulation().orElseThrow().tenant();
        Measurement measurement = new Measurement(site, tenant, warehouse, plan.settling(), nanoTime);
        measurement.warmUp(() -> tenant.grow(plan.warmUp()));
        Map<Part, Double> idle = measurement.idle(plan.idle());
        Load trickle = measurement.load(() -> trickle(source, tenant), idle);
        Load backlog = measurement.load(() -> tenant.grow(plan.backlog()), idle);
        return Load.figures(backlog, trickle, idle);
    }

    private void trickle(Source source, SimulatedTenant tenant) throws InterruptedException, TimeoutException {
        long wanted = tenant.size() + plan.trickle();
        try (Trickle coming = new Trickle(source, plan.rate())) {
            coming.start();
            BoundedWait.of(AT_MOST).until("the trickle", () -> tenant.size() >= wanted);
        }
    }
}
