package org.wecomarchive.quickstart.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The metrics in the tables of the modules' READMEs, with their labels. */
final class DocumentedMetrics {

    private static final List<String> MODULES = List.of("ingestor", "decryptor", "sink-elasticsearch", "sink-iceberg");

    /** For example {@code wecom_decrypt_seconds_avg\|max\|total{phase}}. */
    private static final Pattern METRIC = Pattern.compile("`(wecom_[a-z0-9_]+)((?:\\\\\\|[a-z]+)*)(?:\\{([a-z,]+)})?`");

    private DocumentedMetrics() {}

    /** Labels by name; those that every task has, connector and task, are left out. */
    static Map<String, Set<String>> labels() throws IOException {
        Map<String, Set<String>> labels = new TreeMap<>();
        for (String module : MODULES) {
            Path page = Path.of("..", module, "README.md");
            for (String line : Files.readAllLines(page, StandardCharsets.UTF_8)) {
                String[] cells = line.split("(?<!\\\\)\\|", -1);
                if (line.startsWith("| `wecom_")) {
                    METRIC.matcher(cells[1]).results().forEach(found -> add(labels, found));
                }
            }
        }
        return labels;
    }

    private static void add(Map<String, Set<String>> labels, MatchResult found) {
        Set<String> own = found.group(3) == null
                ? Set.of()
                : new TreeSet<>(Set.of(found.group(3).split(",")));
        String first = found.group(1);
        String stem = first.substring(0, first.lastIndexOf('_') + 1);
        labels.put(first, own);
        for (String suffix : found.group(2).split("\\\\\\|", -1)) {
            if (!suffix.isEmpty()) {
                labels.put(stem + suffix, own);
            }
        }
    }
}
