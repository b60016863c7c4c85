package org.wecomarchive.cli.connect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.wecomarchive.recovery.FailureTrace;

/** Connectors and tasks of this pipeline that have failed. Not safe for use by several threads. */
public final class FailedParts {

    private static final String OUR_CLASSES = "org.wecomarchive.";

    private final ConnectRest connect;
    private Set<String> leftBefore = Set.of();
    private Set<String> left = Set.of();

    public FailedParts(ConnectRest connect) {
        this.connect = connect;
    }

    /**
     * Restarts what may heal. Returns a line for each part that is restarted, and for each that is newly left as it is: it failed for
     * good, or Connect refused the restart. No part keeps another from being restarted.
     *
     * @throws RefusedException if Connect does not tell what has failed
     * @throws NoAnswerException if it does not answer
     */
    public List<String> restart() throws RefusedException, InterruptedException {
        JsonNode connectors = connect.call("GET", "/connectors?expand=status&expand=info", "");
        leftBefore = left;
        left = new TreeSet<>();
        List<String> lines = new ArrayList<>();
        for (JsonNode connector : connectors) {
            if (connector.at("/info/config/connector.class").asText().startsWith(OUR_CLASSES)) {
                restart(connector.path("status"), lines);
            }
        }
        return lines;
    }

    /** Names of the parts that the last look left as they are. */
    public Set<String> left() {
        return Set.copyOf(left);
    }

    private void restart(JsonNode status, List<String> lines) throws InterruptedException {
        String name = status.path("name").asText();
        restart(name, ConnectRest.pathOf(name), status.path("connector"), lines);
        for (JsonNode task : status.path("tasks")) {
            String id = task.path("id").asText();
            restart(name + "-" + id, ConnectRest.pathOf(name) + "/tasks/" + id, task, lines);
        }
    }

    private void restart(String part, String path, JsonNode state, List<String> lines) throws InterruptedException {
        if (!state.path("state").asText().equals("FAILED")) {
            return;
        }
        FailureTrace trace = FailureTrace.of(state.path("trace").asText());
        String what = part + "  " + String.join(" by ", trace.exceptionClasses());
        if (trace.fatal()) {
            leave(part, "failed for good  " + what, lines);
            return;
        }
        try {
            connect.call("POST", path + "/restart", "");
            lines.add("restarted  " + what);
        } catch (RefusedException e) {
            leave(part, "not restarted  " + what + "  " + e.getMessage(), lines);
        }
    }

    private void leave(String part, String line, List<String> lines) {
        left.add(part);
        if (!leftBefore.contains(part)) {
            lines.add(line);
        }
    }
}
