package org.wecomarchive.testkit.connect;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Status of a connector as Connect's REST interface reports it.
 *
 * @param name the connector's name
 * @param connector the connector itself
 * @param tasks its tasks; empty before the first assignment
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConnectorStatus(String name, Part connector, List<Part> tasks) {

    public static final String RUNNING = "RUNNING";
    public static final String FAILED = "FAILED";
    private static final String UNASSIGNED = "UNASSIGNED";

    /**
     * The connector or one of its tasks.
     *
     * @param id number of the task, 0 for the connector
     * @param state {@code RUNNING}, {@code FAILED}, {@code PAUSED}, {@code STOPPED}, {@code UNASSIGNED} or {@code RESTARTING}
     * @param workerId {@code host:port} of the worker it runs on
     * @param trace stack trace of the failure, empty unless failed
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Part(int id, String state, @JsonProperty("worker_id") String workerId, String trace) {
        public Part {
            trace = trace == null ? "" : trace;
        }

        boolean failed() {
            return state.equals(FAILED);
        }
    }

    public ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    static ConnectorStatus unassigned(String name) {
        return new ConnectorStatus(name, new Part(0, UNASSIGNED, "", ""), List.of());
    }

    /** Whether the connector is running and has tasks, and all of them are running. */
    public boolean running() {
        return connector.state().equals(RUNNING)
                && !tasks.isEmpty()
                && tasks.stream().allMatch(task -> task.state().equals(RUNNING));
    }
}
