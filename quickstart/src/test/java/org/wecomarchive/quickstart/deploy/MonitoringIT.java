package org.wecomarchive.quickstart.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code deploy/monitoring} says of a pipeline that runs. */
@Timeout(1200)
class MonitoringIT {

    /** A line of the exporter with its labels, for example {@code wecom_state{connector="search",task="0"} 1.0}. */
    private static final Pattern SAMPLE = Pattern.compile("^(wecom_[a-z0-9_]+)(?:\\{(.*)})? \\S+$", Pattern.MULTILINE);

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    /** A text, which exporters of numbers leave out. */
    private static final String TEXT = "wecom_failure";

    @TempDir
    static Path temporary;

    private static MonitoredQuickstart quickstart;

    @BeforeAll
    static void start() throws Exception {
        quickstart = MonitoredQuickstart.start(temporary);
        quickstart.run().awaitOutput("until Ctrl-C");
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            quickstart.run().interrupt();
        } finally {
            quickstart.run().kill();
        }
    }

    @Test
    void exportsWhatTheReadmesListWithTheirLabelsAndNothingElse() throws Exception {
        Map<String, Set<String>> documented = DocumentedMetrics.labels();
        documented.remove(TEXT);
        Map<String, Set<String>> exported = new TreeMap<>();
        SAMPLE.matcher(quickstart.scrape()).results().forEach(sample -> exported.computeIfAbsent(
                        sample.group(1), name -> new TreeSet<>())
                .addAll(labels(sample)));

        assertThat(exported.keySet()).isEqualTo(documented.keySet());
        assertThat(exported).allSatisfy((name, labels) -> {
            Set<String> own = new TreeSet<>(labels);
            own.removeAll(Set.of("connector", "task"));
            assertThat(own).as(name).isEqualTo(documented.get(name));
        });
    }

    @Test
    void exportsWhatKafkaSaysOfTasksAndLag() throws Exception {
        String scrape = quickstart.scrape();

        assertThat(scrape)
                .contains("kafka_connect_connector_task_status{connector=\"search\",status=\"running\",task=\"0\"}")
                .containsPattern("kafka_consumer_records_lag\\{client_id=\"wecom\\.archive\\.decryptor-\\d\",partition")
                .containsPattern("kafka_consumer_records_consumed_total\\{client_id=\"connector-consumer-search-0\"")
                .doesNotContain("wecom_archive_raw_v1");
    }

    @Test
    void everyAlertFiresAndIsSilentWhereItsCasesSay() throws Exception {
        assumeThat(LivePrometheus.isInstalled()).isTrue();
        Process promtool = new ProcessBuilder("promtool", "test", "rules", "alerts.test.yml")
                .directory(AlertRules.FOLDER.toFile())
                .redirectErrorStream(true)
                .start();

        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(promtool.waitFor()).as(said).isZero();
    }

    @Test
    void anAlertReachesAWebhookThroughPrometheusAndAlertmanager() throws Exception {
        assumeThat(LivePrometheus.isInstalled()).isTrue();

        try (LivePrometheus live =
                LivePrometheus.start(Files.createDirectory(temporary.resolve("alerts")), quickstart.address())) {
            await().atMost(5, TimeUnit.MINUTES).untilAsserted(() -> assertThat(live.received())
                    .anyMatch(body -> body.contains("\"alertname\":\"WecomMissingKey\"")
                            && body.contains("docs/runbooks/missing-key.md")));
        }
    }

    /** Every one, those that are there only in trouble too: the run has all faults. */
    @Test
    void everyQueryOfADashboardReturnsNumbers() throws Exception {
        assumeThat(LivePrometheus.isInstalled()).isTrue();
        List<String> queries = new ArrayList<>(Dashboards.sentQueries());

        try (LivePrometheus live =
                LivePrometheus.start(Files.createDirectory(temporary.resolve("dashboards")), quickstart.address())) {
            await().atMost(5, TimeUnit.MINUTES)
                    .ignoreException(ConnectException.class)
                    .untilAsserted(() -> {
                        for (String query : List.copyOf(queries)) {
                            if (!live.numbers(query).isEmpty()) {
                                queries.remove(query);
                            }
                        }
                        assertThat(queries).isEmpty();
                    });
        }
    }

    private static Set<String> labels(MatchResult sample) {
        Set<String> labels = new TreeSet<>();
        if (sample.group(2) != null) {
            LABEL.matcher(sample.group(2)).results().forEach(label -> labels.add(label.group(1)));
        }
        return labels;
    }
}
