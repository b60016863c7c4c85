package org.wecomarchive.financesdk.process;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes frames of many threads to one pipe. Who finds another thread waiting for the lock leaves the flush to it, so that a
 * crowd of small frames costs few system calls and a lone one no delay.
 */
final class FrameWriter {

    private static final int BUFFER_BYTES = 32 << 10;

    private final OutputStream out;
    private final ReentrantLock lock = new ReentrantLock();

    FrameWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    }

    /** @throws IOException when the other end is gone; the frames of others may be lost with it */
    void write(int id, FrameBuilder frame) throws IOException {
        lock.lock();
        try {
            frame.writeTo(out, id);
            if (!lock.hasQueuedThreads()) {
                out.flush();
            }
        } finally {
            lock.unlock();
        }
    }
}
