package org.wecomarchive.ingestor.claim;

/**
 * Who pulls a corp.
 *
 * <p><b>Shape.</b> Text of up to three lines; Connect admits no control characters in names. Line 1: name of the connector.
 * Line 2: identity of its running task, empty once that has stopped in order. Line 3: {@code replacing} until the task knows
 * what another connector published before it, else missing.
 *
 * @param connector name of the connector
 * @param task identity of its running task; empty once that has stopped in order
 * @param replacing whether another connector may still be publishing
 */
record Claim(String connector, String task, boolean replacing) {

    private static final String REPLACING = "replacing";

    static Claim parse(String text) {
        String[] lines = text.split("\n", -1);
        return new Claim(lines[0], lines.length > 1 ? lines[1] : "", lines.length > 2 && lines[2].equals(REPLACING));
    }

    /** The same while another connector may still be publishing. */
    Claim whileReplacing() {
        return new Claim(connector, task, true);
    }

    /** The same once the task has stopped in order. */
    Claim givenBack() {
        return new Claim(connector, "", false);
    }

    boolean isRunning() {
        return !task.isEmpty();
    }

    String text() {
        return connector + "\n" + task + (replacing ? "\n" + REPLACING : "");
    }
}
