package org.wecomarchive.quickstart.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** {@code deploy/monitoring/alerts.yml} and its cases. */
final class AlertRules {

    static final Path FOLDER = Path.of("..", "deploy", "monitoring");

    private static final Pattern METRIC = Pattern.compile("\\bwecom_[a-z0-9_]+");

    private AlertRules() {}

    static List<JsonNode> rules() throws IOException {
        return StreamSupport.stream(read("alerts.yml").at("/groups").spliterator(), false)
                .flatMap(group -> StreamSupport.stream(group.get("rules").spliterator(), false))
                .toList();
    }

    static List<JsonNode> cases() throws IOException {
        return StreamSupport.stream(read("alerts.test.yml").get("tests").spliterator(), false)
                .toList();
    }

    /** Our metrics that an expression names. */
    static Set<String> metrics(String expression) {
        return METRIC.matcher(expression)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode read(String file) throws IOException {
        return new YAMLMapper().readTree(FOLDER.resolve(file).toFile());
    }
}
