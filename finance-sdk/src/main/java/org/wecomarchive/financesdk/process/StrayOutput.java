package org.wecomarchive.financesdk.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the host process prints, so that it never blocks on it, and drops it: native code may print content. Only what
 * comes before the process is {@linkplain #ready ready}, when it has not yet seen any secret or record, may be quoted.
 */
final class StrayOutput implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(StrayOutput.class);
    private static final int QUOTED_BYTES = 2048;

    private final InputStream output;
    private final AtomicLong bytes = new AtomicLong();
    private final ByteArrayOutputStream beforeReady = new ByteArrayOutputStream();
    private volatile boolean ready;

    StrayOutput(InputStream output) {
        this.output = output;
    }

    @Override
    public void run() {
        byte[] chunk = new byte[4096];
        try (output) {
            for (int length = output.read(chunk); length >= 0; length = output.read(chunk)) {
                bytes.addAndGet(length);
                keep(chunk, length);
            }
        } catch (IOException e) {
            log.debug(
                    "The output of the SDK process ended with {}", e.getClass().getSimpleName());
        }
        log.debug("The SDK process printed {} bytes, which were dropped", bytes);
    }

    private synchronized void keep(byte[] chunk, int length) {
        if (!ready) {
            beforeReady.write(chunk, 0, Math.min(length, QUOTED_BYTES - beforeReady.size()));
        }
    }

    /** From now on nothing is kept. */
    synchronized void ready() {
        ready = true;
        beforeReady.reset();
    }

    /** What the process printed before it was ready, at most 2 KiB. */
    synchronized String quoted() {
        return beforeReady.toString(StandardCharsets.UTF_8).strip();
    }
}
