package org.wecomarchive.quickstart.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** {@code deploy/monitoring/dashboards}. */
final class Dashboards {

    private static final Path FOLDER = AlertRules.FOLDER.resolve("dashboards");

    /** What a variable offers for choice, for example {@code label_values(wecom_state, connector)}. */
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

    private Dashboards() {}

    /** By the name of their file. */
    static Map<String, JsonNode> all() throws IOException {
        Map<String, JsonNode> boards = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                boards.put(file.getFileName().toString(), new ObjectMapper().readTree(file.toFile()));
            }
        }
        return boards;
    }

    /** Panels of all dashboards, without the titles of rows. */
    static List<JsonNode> panels() throws IOException {
        return all().values().stream()
                .flatMap(board -> elements(board.get("panels")))
                .filter(panel -> !panel.get("type").asText().equals("row"))
                .toList();
    }

    static Stream<String> queries(JsonNode panel) {
        return elements(panel.get("targets")).map(target -> target.get("expr").asText());
    }

    /**
     * Every query of every panel and variable, as Grafana would send it with everything chosen. Series that only trouble makes have
     * to be there: the zero in place of them is left out, but for states that a run with all faults does not reach, a task that
     * has failed and a pipeline without a decryptor.
     */
    static List<String> sentQueries() throws IOException {
        List<String> sent = new ArrayList<>();
        for (JsonNode board : all().values()) {
            elements(board.at("/templating/list"))
                    .filter(variable -> variable.get("type").asText().equals("query"))
                    .map(variable -> variable.at("/query/query").asText())
                    .map(query -> LABEL_VALUES.matcher(query).replaceFirst("count by ($2) ($1{$2!=\"\"})"))
                    .forEach(sent::add);
        }
        for (JsonNode panel : panels()) {
            queries(panel)
                    .map(query -> query.replace("$__rate_interval", "1m")
                            .replace("$connector", ".+")
                            .replace(" or on() vector(0)", ""))
                    .forEach(sent::add);
        }
        return sent;
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
