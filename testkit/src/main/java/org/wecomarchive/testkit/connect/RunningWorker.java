package org.wecomarchive.testkit.connect;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** A distributed Connect worker of ours, in this JVM or in a process. */
public interface RunningWorker extends AutoCloseable {

    /** Its REST interface, on 127.0.0.1. */
    ConnectRest rest();

    /** Creates or changes a connector. */
    default void putConnector(String name, Map<String, String> config)
            throws IOException, InterruptedException, TimeoutException {
        rest().putConnector(name, config);
    }

    /** State of a connector and of its tasks. */
    default ConnectorStatus status(String name) throws IOException, InterruptedException, TimeoutException {
        return rest().status(name);
    }

    /** Ends the worker; whatever is uncommitted at this moment is never committed. Idempotent. */
    void stopHard();

    /** Stops the worker: tasks commit, and the worker leaves its group; idempotent and bounded. */
    @Override
    void close();
}
