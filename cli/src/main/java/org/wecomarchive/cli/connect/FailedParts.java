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
    private final Set<String> failedForGood = new TreeSet<>();

    public FailedParts(ConnectRest connect) {
        this.connect = connect;
    }

    /**
     * Restarts what may heal, and returns a line for each part that is restarted or has newly failed for good.
     *
     * @throws RefusedException if Connect refuses a call
     * @throws NoAnswerException if it does not answer
     */
    public List<String> restart() throws RefusedException, InterruptedException {
        List<String> lines = new ArrayList<>();
        Set<String> seenForGood = new TreeSet<>();
        for (JsonNode connector : connect.call("GET", "/connectors?expand=status&expand=info", "")) {
            if (connector
                    .path("info")
                    .path("config")
                    .path("connector.class")
                    .asText()
                    .startsWith(OUR_CLASSES)) {
                restart(connector.path("status"), lines, seenForGood);
            }
        }
        failedForGood.retainAll(seenForGood);
        return lines;
    }

    /** Names of the parts that had failed for good at the last look. */
    public Set<String> failedForGood() {
        return Set.copyOf(failedForGood);
    }

    private void restart(JsonNode status, List<String> lines, Set<String> seenForGood)
            throws RefusedException, InterruptedException {
        String name = status.path("name").asText();
        restart(name, ConnectRest.pathOf(name), status.path("connector"), lines, seenForGood);
        for (JsonNode task : status.path("tasks")) {
            String id = task.path("id").asText();
            restart(name + "-" + id, ConnectRest.pathOf(name) + "/tasks/" + id, task, lines, seenForGood);
        }
    }

    private void restart(String part, String path, JsonNode state, List<String> lines, Set<String> seenForGood)
            throws RefusedException, InterruptedException {
        if (!state.path("state").asText().equals("FAILED")) {
            return;
        }
        FailureTrace trace = FailureTrace.of(state.path("trace").asText());
        String why = String.join(" by ", trace.exceptionClasses());
        if (!trace.fatal()) {
            connect.call("POST", path + "/restart", "");
            lines.add("restarted  " + part + "  " + why);
            return;
        }
        seenForGood.add(part);
        if (failedForGood.add(part)) {
            lines.add("failed for good  " + part + "  " + why);
        }
    }
}
