package org.wecomarchive.benchmarks.pipe;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Base64;
import org.wecomarchive.decryptor.crypto.RsaEngine;
import org.wecomarchive.decryptor.crypto.RsaKey;
import org.wecomarchive.decryptor.crypto.RsaProvider;
import org.wecomarchive.simulator.tenant.SimulatedTenant;

/**
 * How fast the machine is while something else is measured: RSA-2048 private operations per CPU second of one thread.
 *
 * <p>A second of CPU time is worth less where processors are shared with neighbours; this says how much less.
 *
 * @param key the tenant's
 * @param block what it decrypts again and again
 */
public record Yardstick(RsaKey key, byte[] block) {

    private static final int OPERATIONS_BETWEEN_LOOKS = 20;

    /** With the first record of a tenant that has one key version. */
    static Yardstick of(SimulatedTenant tenant) throws Exception {
        byte[] der = Base64.getMimeDecoder().decode(tenant.privateKeyPem(1).replaceAll("-----[A-Z ]+-----", ""));
        String block = tenant.after(0, 1).get(0).encryptRandomKey();
        return new Yardstick(
                RsaEngine.open(RsaProvider.AUTO).key(der), Base64.getDecoder().decode(block));
    }

    /** Decrypts until that has taken {@code cpuTime} of this thread. */
    public double operationsPerCpuSecond(Duration cpuTime) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        long done = 0;
        long spent = 0;
        while (spent < cpuTime.toNanos()) {
            for (int i = 0; i < OPERATIONS_BETWEEN_LOOKS; i++) {
                key.decrypt(block);
            }
            done += OPERATIONS_BETWEEN_LOOKS;
            spent = threads.getCurrentThreadCpuTime() - start;
        }
        return done / (spent / 1e9);
    }
}
