package org.wecomarchive.ingestor.claim;

/**
 * Who pulls a corp.
 *
 * <p><b>Shape.</b> Text of two lines; Connect admits no control characters in names.
 *
 * @param connector name of the connector
 * @param task identity of its running task; empty once that has stopped in order
 */
record Claim(String connector, String task) {

    static Claim parse(String text) {
        int lineEnd = text.indexOf('\n');
        return lineEnd < 0 ? new Claim(text, "") : new Claim(text.substring(0, lineEnd), text.substring(lineEnd + 1));
    }

    String text() {
        return connector + "\n" + task;
    }
}
