package org.wecomarchive.sinkiceberg.metrics;

/** What the task is doing; the value of {@code wecom_sink_state}. */
public enum SinkState {
    /** Finding out where to go on. */
    STARTING(0),
    /** Taking records. */
    RUNNING(1),
    /** Waiting for trouble that heals by itself. */
    BACKING_OFF(2),
    /** Waiting for a person to act at the storage, the catalog, the brokers or the registry. */
    WAITING_FOR_OPERATOR(3);

    private final int code;

    SinkState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
