package org.wecomarchive.financesdk.inprocess;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads on which native code may run: their stacks hold what the vendor's library puts there for big pages. */
public final class NativeThreads implements ThreadFactory {

    /** Users of the vendor's library report stack overflows on the JVM's default of 1 MiB. */
    private static final long STACK_BYTES = 8L << 20;

    private final String name;
    private final AtomicInteger count = new AtomicInteger();

    public NativeThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(null, work, name + "-" + count.incrementAndGet(), STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }
}
