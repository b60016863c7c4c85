package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.quickstart.documents.AnalyticsPage;
import org.wecomarchive.quickstart.documents.AnalyticsPage.Question;
import org.wecomarchive.quickstart.sql.ColdDatabase;
import org.wecomarchive.quickstart.sql.RecordedRows;
import org.wecomarchive.testkit.spark.SparkSql;

/** The questions of docs/analytics.md in Spark, on a store that the sink has filled, with replays. */
@Tag("spark")
@Timeout(1200)
class SparkAnalyticsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TIME =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[ T](\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?)(?:Z|\\+00(?::00)?)");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(E-?\\d+)?");

    @TempDir
    Path temporary;

    @Test
    void sparkAnswersEveryQuestionAsDuckDbDoesAlsoAfterReplaysAndCompaction() throws Exception {
        Path dir = temporary.resolve("kept");
        List<Question> questions = AnalyticsPage.read().questions();
        assertThat(questions).hasSizeGreaterThanOrEqualTo(10);

        QuickstartRun run =
                QuickstartRun.startStaying(dir, temporary.resolve("out"), "--records", "3000", "--rate", "0.01");
        try (SparkSql spark = sparkBehind(run, dir)) {
            replay(run, spark);
            // From here on nobody writes.
            run.kill();

            assertSameAnswers(questions, spark, dir);
            compact(spark, "events");
            compact(spark, "raw");
            assertSameAnswers(questions, spark, dir);
        } finally {
            run.kill();
        }
    }

    private SparkSql sparkBehind(QuickstartRun run, Path dir) throws IOException {
        run.awaitOutput("New messages trickle in");
        return SparkSql.start(dir.resolve("cold"), temporary.resolve("spark"));
    }

    private static void replay(QuickstartRun run, SparkSql spark) throws Exception {
        Rewind.by(1000, URI.create(run.awaitOutput("Connect at ")));
        await().atMost(5, TimeUnit.MINUTES)
                .until(() -> replacedRows(spark, "events") > 0 && replacedRows(spark, "raw") > 0);
    }

    private static long replacedRows(SparkSql spark, String table) throws IOException {
        spark.rows("REFRESH TABLE " + table);
        String answer = spark.rows(
                        "SELECT count(*) AS rows FROM wecom_archive.wecom_archive." + table + ".position_deletes")
                .get(0);
        return JSON.readTree(answer).get("rows").asLong();
    }

    private static void compact(SparkSql spark, String table) throws IOException {
        List<String> answer = spark.rows("CALL wecom_archive.system.rewrite_data_files(table =>"
                + " 'wecom_archive.wecom_archive." + table + "', strategy => 'sort', sort_order => 'seq',"
                + " options => map('delete-file-threshold', '1'))");
        spark.rows("REFRESH TABLE " + table);

        assertThat(JSON.readTree(answer.get(0))
                        .get("rewritten_data_files_count")
                        .asInt())
                .isPositive();
    }

    private static void assertSameAnswers(List<Question> questions, SparkSql spark, Path dir) throws Exception {
        try (ColdDatabase cold = ColdDatabase.open(dir.resolve("cold"), ZoneId.of("UTC"))) {
            for (Question question : questions) {
                List<List<String>> expected = duckDb(cold, question.sql());
                List<List<String>> answer = new ArrayList<>();
                for (String row : spark.rows(question.spark())) {
                    answer.add(values(JSON.readTree(row)));
                }

                assertThat(expected).as(question.title()).isNotEmpty();
                assertThat(answer).as(question.title()).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    /** Without the line of the columns' names. */
    private static List<List<String>> duckDb(ColdDatabase cold, String query) throws Exception {
        RecordedRows rows = new RecordedRows();
        cold.query(query, rows);
        return rows.lines().stream()
                .skip(1)
                .map(row -> row.stream().map(SparkAnalyticsIT::plain).toList())
                .toList();
    }

    private static List<String> values(JsonNode row) {
        return StreamSupport.stream(row.spliterator(), false)
                .map(SparkAnalyticsIT::text)
                .toList();
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            return plain(StreamSupport.stream(value.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(", ", "[", "]")));
        }
        return value.isNull() ? "" : plain(value.asText());
    }

    /** One spelling for values that the two write differently: milliseconds of a time, six digits of a number. */
    private static String plain(String value) {
        if (value.startsWith("[") && value.endsWith("]")) {
            return List.of(value.substring(1, value.length() - 1).split(", ")).stream()
                    .map(SparkAnalyticsIT::plain)
                    .toList()
                    .toString();
        }
        Matcher time = TIME.matcher(value);
        if (time.matches()) {
            return Instant.parse(time.group(1) + "T" + time.group(2) + "Z")
                    .truncatedTo(ChronoUnit.MILLIS)
                    .toString();
        }
        return NUMBER.matcher(value).matches()
                ? new BigDecimal(value).setScale(6, RoundingMode.HALF_UP).toPlainString()
                : value;
    }
}
