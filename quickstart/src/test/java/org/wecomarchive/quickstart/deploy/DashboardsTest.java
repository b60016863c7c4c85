package org.wecomarchive.quickstart.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboards as files; {@link MonitoringIT} sends their queries to Prometheus, and {@code .ci/dashboards} checks their types. */
final class DashboardsTest {

    private static final int COLUMNS = 24;
    private static final Pattern ALERT = Pattern.compile("Wecom[A-Z]\\w+");

    /** The limit of an alert at the end of a comparison, for example {@code > 900}. */
    private static final Pattern LIMIT = Pattern.compile("(<|>|>=|==) (\\d+)(?![\\d\\w\\[])");

    private static final Pattern RUNBOOK = Pattern.compile("\\$\\{runbooks}/([a-z-]+\\.md)");

    @Test
    void panelsHaveIdsOfTheirOwnAndDoNotOverlap() throws IOException {
        assertThat(Dashboards.all()).hasSize(4).allSatisfy((file, board) -> {
            assertThat(board.get("uid").asText()).isEqualTo("wecom-" + file.replace(".json", ""));
            assertThat(Dashboards.elements(board.get("panels"))
                            .map(panel -> panel.get("id").asInt()))
                    .doesNotHaveDuplicates();
            assertThat(cells(board)).as("cells of the grid").doesNotHaveDuplicates();
        });
    }

    @Test
    void everyPanelSaysWhatItShowsInWhichUnit() throws IOException {
        assertThat(Dashboards.panels()).hasSizeGreaterThan(60).allSatisfy(panel -> {
            assertThat(panel.get("title").asText()).isNotBlank();
            assertThat(panel.get("description").asText()).isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
            assertThat(Dashboards.queries(panel)).isNotEmpty().allSatisfy(query -> assertThat(query)
                    .isNotBlank());
        });
    }

    /** Two panels of one name on a dashboard are the figure now and its course. */
    @Test
    void noTitleComesTwiceInOneKindOfPanel() throws IOException {
        assertThat(Dashboards.all()).allSatisfy((file, board) -> assertThat(Dashboards.elements(board.get("panels"))
                        .map(panel -> panel.get("type").asText() + " "
                                + panel.get("title").asText()))
                .doesNotHaveDuplicates());
    }

    @Test
    void everyQueryGoesToTheChosenDataSource() throws IOException {
        assertThat(Dashboards.all().values()).allSatisfy(board -> {
            assertThat(board.at("/templating/list/0/name").asText()).isEqualTo("datasource");
            assertThat(board.at("/templating/list/0/type").asText()).isEqualTo("datasource");
            assertThat(board.findValues("datasource"))
                    .allMatch(source -> source.get("uid").asText().equals("${datasource}"));
        });
        assertThat(Dashboards.panels()).allSatisfy(panel -> {
            assertThat(panel.has("datasource")).isTrue();
            assertThat(panel.get("targets")).allMatch(target -> target.has("datasource"));
        });
    }

    @Test
    void everyMetricIsDocumentedOrExportedByOurRules() throws IOException {
        Set<String> documented = DocumentedMetrics.labels().keySet();
        String rules = Files.readString(AlertRules.FOLDER.resolve("jmx-wecom.yml"), StandardCharsets.UTF_8);

        assertThat(Dashboards.panels())
                .flatMap(panel -> Dashboards.queries(panel).toList())
                .allSatisfy(query -> {
                    assertThat(AlertRules.metrics(query)).isSubsetOf(documented);
                    assertThat(matches(Pattern.compile("\\bkafka_\\w+"), query))
                            .allMatch(metric -> rules.contains("name: " + metric + "\n"));
                });
    }

    /** Zero in place of nothing hides a misspelt label, so a panel may have it for a reason only, and says it. */
    @Test
    void whereNothingIsShownAsZeroTheDescriptionSaysWhy() throws IOException {
        assertThat(Dashboards.panels()).allSatisfy(panel -> {
            boolean zeros = Dashboards.queries(panel).anyMatch(query -> query.matches(".*(vector\\(0\\)|\\* 0).*"));

            assertThat(panel.get("description").asText().contains("shown as 0")).isEqualTo(zeros);
        });
    }

    @Test
    void everyAlertHasAPanelWithItsLimitAndItsRunbook() throws IOException {
        List<JsonNode> rules = AlertRules.rules().stream()
                // Disks and certificates have exporters and dashboards of their own.
                .filter(rule -> !rule.get("expr").asText().matches("(?s).*\\b(node|probe)_.*"))
                .toList();

        assertThat(rules).hasSizeGreaterThan(15).allSatisfy(rule -> {
            List<JsonNode> panels = Dashboards.panels().stream()
                    .filter(panel -> matches(ALERT, panel.get("description").asText())
                            .contains(rule.get("alert").asText()))
                    .toList();
            assertThat(panels).isNotEmpty().allSatisfy(panel -> assertThat(runbooks(panel))
                    .contains(Path.of(rule.at("/annotations/runbook_url").asText())
                            .getFileName()
                            .toString()));
            for (MatchResult limit :
                    LIMIT.matcher(rule.get("expr").asText()).results().toList()) {
                assertThat(panels).anyMatch(panel -> hasThreshold(panel, limit));
            }
        });
    }

    @Test
    void everyAlertAndRunbookThatIsNamedExists() throws IOException {
        Set<String> alerts = AlertRules.rules().stream()
                .map(rule -> rule.get("alert").asText())
                .collect(Collectors.toSet());

        assertThat(Dashboards.panels()).allSatisfy(panel -> {
            assertThat(matches(ALERT, panel.get("description").asText())).isSubsetOf(alerts);
            assertThat(panel.path("links"))
                    .allMatch(link -> RUNBOOK.matcher(link.get("url").asText()).matches());
            assertThat(runbooks(panel)).allSatisfy(page -> assertThat(Path.of("..", "docs", "runbooks", page))
                    .isRegularFile());
        });
    }

    private static List<Integer> cells(JsonNode board) {
        List<Integer> cells = new ArrayList<>();
        for (JsonNode panel : board.get("panels")) {
            JsonNode place = panel.get("gridPos");
            assertThat(place.get("x").asInt() + place.get("w").asInt()).isBetween(1, COLUMNS);
            for (int y = 0; y < place.get("h").asInt(); y++) {
                for (int x = 0; x < place.get("w").asInt(); x++) {
                    cells.add((place.get("y").asInt() + y) * COLUMNS
                            + place.get("x").asInt()
                            + x);
                }
            }
        }
        return cells;
    }

    /** Colours change from the step's value on: above 0 is from 1 on for whole numbers, and from less for rates. */
    private static boolean hasThreshold(JsonNode panel, MatchResult limit) {
        double number = Double.parseDouble(limit.group(2));
        return Dashboards.elements(panel.at("/fieldConfig/defaults/thresholds/steps"))
                .map(step -> step.get("value"))
                .filter(value -> !value.isNull())
                .mapToDouble(JsonNode::asDouble)
                .anyMatch(value -> number == 0 ? value > 0 && value <= 1 : value == number);
    }

    private static Set<String> runbooks(JsonNode panel) {
        return Dashboards.elements(panel.path("links"))
                .flatMap(link -> RUNBOOK.matcher(link.get("url").asText()).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(HashSet::new));
    }
}
