package org.wecomarchive.decryptor.prefetch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that may be held at once.
 *
 * <p><b>Invariants.</b> What is reserved is never above the limit.
 *
 * <p><b>Threads.</b> Safe for any number; nobody waits.
 */
final class ByteBudget {

    private final long limit;
    private final AtomicLong reserved = new AtomicLong();

    /** A budget of at least 0 bytes; of 0 bytes nothing can be reserved. */
    ByteBudget(long limit) {
        this.limit = limit;
    }

    /** Takes {@code bytes}, which are more than 0, if they are there. */
    boolean reserve(long bytes) {
        long before = reserved.getAndUpdate(held -> bytes > limit - held ? held : held + bytes);
        return bytes <= limit - before;
    }

    void release(long bytes) {
        reserved.addAndGet(-bytes);
    }

    long reserved() {
        return reserved.get();
    }
}
