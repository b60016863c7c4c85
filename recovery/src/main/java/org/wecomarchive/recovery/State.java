package org.wecomarchive.recovery;

/** What a task or a program is doing; its {@link #code} is the value of the state gauges. The worst comes last. */
public enum State {
    /** Nothing has worked yet. */
    STARTING(0),
    /** Everything works. */
    RUNNING(1),
    /** Something waits for trouble that heals by itself. */
    BACKING_OFF(2),
    /** Something waits for a person to act. */
    WAITING_FOR_OPERATOR(3);

    private final int code;

    State(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
