package org.wecomarchive.benchmarks.pipe;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/**
 * CPU time of this JVM and the processes that it has started, in steps of 10 ms.
 *
 * <p>All threads count: what compiles and collects garbage is part of the price.
 */
final class CpuTime {

    private final OperatingSystemMXBean own = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /**
     * Nanoseconds since these processes began.
     *
     * @throws IllegalStateException when one has ended, whose time would be missing
     */
    long nanos(List<ProcessHandle> children) {
        return own.getProcessCpuTime()
                + children.stream().mapToLong(CpuTime::nanos).sum();
    }

    private static long nanos(ProcessHandle child) {
        return child.info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElseThrow(() -> new IllegalStateException("the library's process has ended, or hides its CPU time"));
    }
}
