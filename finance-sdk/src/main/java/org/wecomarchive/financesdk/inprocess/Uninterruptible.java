package org.wecomarchive.financesdk.inprocess;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for work that an interrupt cannot stop, and keeps the interrupt for the caller. */
public final class Uninterruptible {

    private Uninterruptible() {}

    public static <T> T await(Future<T> work) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return work.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
