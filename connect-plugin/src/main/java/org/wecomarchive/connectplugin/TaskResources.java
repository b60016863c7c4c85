package org.wecomarchive.connectplugin;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a task has opened. It is closed in reverse order, and a failed close stops no other. For the task's thread only. */
public final class TaskResources implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TaskResources.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Closes it later; returns it. */
    public <T extends AutoCloseable> T keep(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            close(open.pop());
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // By its type: a message may quote a setting or a record.
            log.warn(
                    "closing {} failed: {}",
                    resource.getClass().getSimpleName(),
                    e.getClass().getName());
        }
    }
}
