package org.wecomarchive.decryptor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.recovery.RedactedException;

/**
 * What has been opened so far. It is closed in reverse order, each resource once, whatever the others throw.
 *
 * <p><b>Threads.</b> Safe for any number; what is added after {@link #close} is closed at once.
 */
final class OpenResources implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OpenResources.class);

    private final Deque<Runnable> closers = new ArrayDeque<>();
    private boolean closed;

    synchronized <T> T add(T resource, Consumer<T> closer) {
        if (closed) {
            closer.accept(resource);
            throw new IllegalStateException("closed meanwhile");
        }
        closers.push(() -> closer.accept(resource));
        return resource;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!closers.isEmpty()) {
            try {
                closers.pop().run();
            } catch (RuntimeException e) {
                log.warn("closing goes on after {}", RedactedException.of(e).trace());
            }
        }
    }
}
