package org.wecomarchive.quickstart.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The alert rules as text; {@link MonitoringIT} has Prometheus evaluate them. */
final class AlertRulesTest {

    private static final Path RUNBOOKS = Path.of("..", "docs", "runbooks");

    @Test
    void everyAlertHasSeverityAndARunbookThatIsListed() throws IOException {
        String list = Files.readString(RUNBOOKS.resolve("README.md"), StandardCharsets.UTF_8);

        assertThat(AlertRules.rules()).hasSizeGreaterThan(20).allSatisfy(rule -> {
            assertThat(rule.at("/labels/severity").asText()).isIn("page", "ticket");
            String runbook = rule.at("/annotations/runbook_url").asText();
            assertThat(Path.of("..", runbook)).isRegularFile();
            assertThat(list.lines())
                    .as("row of %s", runbook)
                    .anyMatch(row -> row.contains("](" + Path.of(runbook).getFileName() + ")")
                            && row.contains("`" + rule.get("alert").asText() + "`"));
        });
    }

    @Test
    void everyAlertHasAFiringAndASilentCase() throws IOException {
        Set<String> firing = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        for (JsonNode one : AlertRules.cases()) {
            for (JsonNode check : one.get("alert_rule_test")) {
                (check.get("exp_alerts").isEmpty() ? silent : firing)
                        .add(check.get("alertname").asText());
            }
        }
        Set<String> alerts = AlertRules.rules().stream()
                .map(rule -> rule.get("alert").asText())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(firing).isEqualTo(alerts);
        assertThat(silent).isEqualTo(alerts);
    }

    @Test
    void everyMetricOfAnAlertIsDocumented() throws IOException {
        Set<String> documented = DocumentedMetrics.labels().keySet();

        assertThat(AlertRules.rules()).allSatisfy(rule -> assertThat(
                        AlertRules.metrics(rule.get("expr").asText()))
                .isSubsetOf(documented));
    }
}
