package org.wecomarchive.simulator.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many records one core makes in a second; run by hand, the module's README has the command. */
class RecordRateBenchmark {

    private static final int ROUNDS = 12;
    private static final int RECORDS_PER_ROUND = 5_000;

    @Test
    void makesRecordsFastEnoughForAnyPipeline() {
        SimulatedTenant tenant = SimulatedTenant.inMemory(
                TenantSettings.builder("wwtest", "secret", 7).build(), Clock.systemUTC());
        tenant.grow((long) ROUNDS * RECORDS_PER_ROUND);

        long rate = 0;
        long seq = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long before = cpuNanos();
            for (int page = 0; page < RECORDS_PER_ROUND / 1000; page++) {
                List<SimulatedRecord> records = tenant.after(seq, 1000);
                seq = records.get(records.size() - 1).seq();
            }
            rate = RECORDS_PER_ROUND * 1_000_000_000L / (cpuNanos() - before);
            System.out.println("round " + round + ": " + rate + " records per second of one core");
        }

        assertThat(rate).isGreaterThan(15_000);
    }

    /** Of this thread: other work on the machine does not count. */
    private static long cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadCpuTime();
    }
}
