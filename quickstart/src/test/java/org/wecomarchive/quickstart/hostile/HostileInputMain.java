package org.wecomarchive.quickstart.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.wecomarchive.simulator.hostile.HostileRecord;
import org.wecomarchive.simulator.hostile.HostileRecords;
import org.wecomarchive.simulator.hostile.Shape;

/** Runs spoiled records through the walk, in a JVM whose heap is small, and prints what became of them. Arguments: seed, records, folder. */
public final class HostileInputMain {

    private static final int SOUND_RECORDS = 100;
    private static final int MOST_FAILURES = 10;
    private static final int MOST_LINES = 25;
    private static final int PROGRESS = 50_000;
    private static final long MOST_NANOS = 3_000_000_000L;
    private static final long MOST_NANOS_A_BYTE = 1_000;

    private final HostileRecords records;
    private final OutcomeTable table = new OutcomeTable();
    private final List<String> failures = new ArrayList<>();
    private long written;
    private long slow;
    private long slowestNanos;
    private String slowest = "";

    private HostileInputMain(HostileRecords records) {
        this.records = records;
    }

    public static void main(String[] args) throws Exception {
        long seed = Long.parseLong(args[0]);
        HostileInputMain run = new HostileInputMain(new HostileRecords(seed));
        Path keys = Path.of(args[2]);
        run.records.writePrivateKey(keys);
        try (RecordWalk walk = new RecordWalk(keys)) {
            run.all(walk, seed, Long.parseLong(args[1]));
        }
        Growth growth = new Growth();
        for (Shape shape : Shape.values()) {
            growth.requireLinear(shape);
        }
        run.report();
        System.exit(0);
    }

    private void all(RecordWalk walk, long seed, long count) throws Exception {
        for (int i = 0; i < SOUND_RECORDS; i++) {
            assertThat(walk.outcomes(records.unspoiled(i))).containsExactly("events");
        }
        for (long index = 0; index < count && failures.size() < MOST_FAILURES; index++) {
            HostileRecord record = records.at(index);
            if (index % PROGRESS == PROGRESS - 1) {
                System.err.println(index + 1 + " records");
            }
            try {
                one(walk, record);
            } catch (Exception | AssertionError | StackOverflowError e) {
                failures.add("record " + index + " of seed " + seed + ", " + record + ": " + trace(e));
            }
        }
        assertThat(failures).isEmpty();
        assertThat(table.total()).as("outcomes").isEqualTo(written);
        assertThat(slow).as("slow records, %s the slowest", slowest).isZero();
        table.requireBothSidesOfEachLayer();
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString().lines().limit(MOST_LINES).collect(Collectors.joining("\n"));
    }

    private void one(RecordWalk walk, HostileRecord record) throws Exception {
        written += record.records();
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        walk.outcomes(record).forEach(outcome -> table.count(record.layer(), outcome));
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        if (nanos > MOST_NANOS + MOST_NANOS_A_BYTE * record.page().length) {
            slow++;
        }
        if (nanos > slowestNanos) {
            slowestNanos = nanos;
            slowest = record.toString();
        }
    }

    private void report() {
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        long cpu = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
        System.out.print(table.print());
        System.out.printf(
                Locale.ROOT,
                "%n%d records, %d slow, slowest %.1f s (%s), CPU %d s, heap at most %d MiB of %d MiB%n",
                written,
                slow,
                slowestNanos / 1e9,
                slowest,
                cpu / 1_000_000_000,
                peak >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
    }
}
