package org.wecomarchive.cli.skip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.wecomarchive.cli.connect.ConnectRest;
import org.wecomarchive.cli.connect.RefusedException;

/** A connector through Connect's REST interface. */
public final class RestConnector implements Connector {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ConnectRest connect;
    private final String path;

    public RestConnector(ConnectRest connect, String name) {
        this.connect = connect;
        this.path = ConnectRest.pathOf(name);
    }

    @Override
    public Status status() throws RefusedException, InterruptedException {
        JsonNode status = connect.call("GET", path + "/status", "");
        JsonNode tasks = status.path("tasks");
        if (status.path("connector").path("state").asText().equals("STOPPED") && tasks.isEmpty()) {
            return new Status(State.STOPPED, "");
        }
        String trace = "";
        for (JsonNode task : tasks) {
            if (!task.path("state").asText().equals("FAILED")) {
                return new Status(State.WORKING, "");
            }
            trace = task.path("trace").asText();
        }
        return new Status(tasks.isEmpty() ? State.WORKING : State.FAILED, trace);
    }

    @Override
    public void stop() throws RefusedException, InterruptedException {
        connect.call("PUT", path + "/stop", "");
    }

    @Override
    public void resume() throws RefusedException, InterruptedException {
        connect.call("PUT", path + "/resume", "");
    }

    @Override
    public ObjectNode offset(String corp) throws RefusedException, InterruptedException {
        for (JsonNode entry : connect.call("GET", path + "/offsets", "").path("offsets")) {
            if (entry.path("partition").path("corp").asText().equals(corp)
                    && entry.path("offset") instanceof ObjectNode offset) {
                return offset;
            }
        }
        throw new RefusedException("the connector has no offset of corp " + corp
                + ": check --connector and --corp; a connector that never fetched anything takes start.from instead");
    }

    @Override
    public void alter(String corp, ObjectNode offset) throws RefusedException, InterruptedException {
        ObjectNode change = JSON.createObjectNode();
        ObjectNode entry = change.putArray("offsets").addObject();
        entry.putObject("partition").put("corp", corp);
        entry.set("offset", offset);
        connect.call("PATCH", path + "/offsets", change.toString());
    }
}
