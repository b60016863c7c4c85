package org.wecomarchive.testkit.connect;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** A distributed Connect worker of ours, whatever it runs in. */
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

    /** Ends the worker so that nothing that is open at this moment is ever committed; idempotent. */
    void stopHard();

    /** Stops the worker: tasks commit what they have, the group hears of it; idempotent and bounded. */
    @Override
    void close();
}
