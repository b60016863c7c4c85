package org.wecomarchive.cli.commands;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.CommandKind;

/** Commands as JSON for other programs: what was not given is left out, points of time are ISO 8601 in UTC. */
public final class CommandJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CommandJson() {}

    /** One array on one line, in the order given. */
    public static String of(List<CommandProgress> commands) {
        ArrayNode array = JSON.createArrayNode();
        commands.forEach(command -> array.add(of(command)));
        return array.toString();
    }

    private static ObjectNode of(CommandProgress progress) {
        Command command = progress.command();
        ObjectNode json = JSON.createObjectNode()
                .put("id", command.getId())
                .put("requested_at", command.getRequestedAt().toString())
                .put("kind", command.getKind())
                .put("state", progress.state().text())
                .put("requested_by", command.getRequestedBy());
        put(json, "why", command.getWhy());
        put(json, "corp", command.getCorpId());
        put(json, "failure", command.getFailure());
        if (command.getKind().equals(CommandKind.SKIP.text())) {
            json.put("connector", command.getConnector())
                    .put("skipped_from", command.getSkippedFrom())
                    .put("skipped_through", command.getSkippedThrough());
        } else {
            json.put("reason", command.getReason());
            command.getSeqs().forEach(json.withArray("seqs")::add);
            progress.outcomes().forEach((outcome, records) -> json.put(outcome.replace('-', '_'), records));
            progress.parts().stream().filter(part -> part.getFailure() != null).forEach(part -> json.withArray(
                            "part_failures")
                    .addObject()
                    .put("part", part.getPart())
                    .put("failure", part.getFailure()));
        }
        return json;
    }

    private static void put(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
