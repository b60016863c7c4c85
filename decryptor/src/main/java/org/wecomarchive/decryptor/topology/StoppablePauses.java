package org.wecomarchive.decryptor.topology;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pauses that all end when the program stops. */
public final class StoppablePauses implements Pauses {

    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Ends every pause, now and from now on. */
    public void stop() {
        stopped.countDown();
    }

    @Override
    public boolean pause(Duration duration) {
        try {
            return !stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
