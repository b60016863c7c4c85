package org.wecomarchive.ingestor.metrics;

/** What the task is doing; the value of {@code wecom_state}. */
public enum IngestState {
    /** Finding out where to go on. */
    STARTING(0),
    /** Pulling pages. */
    PULLING(1),
    /** Waiting for trouble that heals by itself. */
    BACKING_OFF(2),
    /** Waiting for a person to act at WeCom, the brokers or the registry. */
    WAITING_FOR_OPERATOR(3);

    private final int code;

    IngestState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
