package org.wecomarchive.sinkelasticsearch.metrics;

/** What the task is doing; the value of {@code wecom_search_state}. */
public enum SinkState {
    /** Nothing written yet. */
    STARTING(0),
    /** Elasticsearch takes what it is sent. */
    WRITING(1),
    /** Waiting for trouble that heals by itself. */
    BACKING_OFF(2),
    /** Waiting for a person to act at Elasticsearch. */
    WAITING_FOR_OPERATOR(3);

    private final int code;

    SinkState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
