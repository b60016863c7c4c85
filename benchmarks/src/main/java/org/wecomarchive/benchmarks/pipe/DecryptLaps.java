package org.wecomarchive.benchmarks.pipe;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FinanceSdk;

/**
 * Decrypts the same payloads again and again, and counts them per second of CPU time of all processes that take part.
 *
 * @param sdk the library
 * @param children the processes behind it; none when it is in this one
 * @param payloads one lap
 */
record DecryptLaps(FinanceSdk sdk, List<ProcessHandle> children, List<EncryptedPayload> payloads) {

    /** Runs laps until they have taken {@code cpuTime}. */
    double payloadsPerCpuSecond(CallShape shape, Duration cpuTime) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(shape.threads());
        try {
            List<Callable<Integer>> lap = lap(shape);
            long start = cpuNanos();
            long done = 0;
            long spent = 0;
            while (spent < cpuTime.toNanos()) {
                for (Future<Integer> decrypted : callers.invokeAll(lap)) {
                    done += decrypted.get();
                }
                spent = cpuNanos() - start;
            }
            return done / (spent / 1e9);
        } finally {
            callers.shutdownNow();
        }
    }

    /**
     * CPU time of this JVM and the processes that it has started, in steps of 10 ms. All threads count: compilation and garbage
     * collection are part of the price.
     *
     * @throws IllegalStateException when one of the processes has ended, whose time would be missing
     */
    private long cpuNanos() {
        OperatingSystemMXBean own = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return own.getProcessCpuTime()
                + children.stream().mapToLong(DecryptLaps::cpuNanos).sum();
    }

    private static long cpuNanos(ProcessHandle child) {
        return child.info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElseThrow(() -> new IllegalStateException("the library's process has ended, or hides its CPU time"));
    }

    /** One share of the payloads for each thread. */
    private List<Callable<Integer>> lap(CallShape shape) {
        List<Callable<Integer>> lap = new ArrayList<>();
        for (int i = 0; i < shape.threads(); i++) {
            int from = (int) ((long) payloads.size() * i / shape.threads());
            int to = (int) ((long) payloads.size() * (i + 1) / shape.threads());
            List<EncryptedPayload> share = payloads.subList(from, to);
            lap.add(() -> shape.batch() == 1 ? decryptEach(share) : decryptBatches(share, shape.batch()));
        }
        return lap;
    }

    private int decryptEach(List<EncryptedPayload> share) throws Exception {
        for (EncryptedPayload payload : share) {
            requirePlaintext(sdk.decrypt(payload).length);
        }
        return share.size();
    }

    private int decryptBatches(List<EncryptedPayload> share, int batch) throws Exception {
        for (int from = 0; from < share.size(); from += batch) {
            int to = Math.min(from + batch, share.size());
            for (DecryptOutcome outcome : sdk.decryptAll(share.subList(from, to))) {
                requirePlaintext(outcome.payload().length);
            }
        }
        return share.size();
    }

    private static void requirePlaintext(int bytes) {
        if (bytes == 0) {
            throw new IllegalStateException("a payload came back empty");
        }
    }
}
