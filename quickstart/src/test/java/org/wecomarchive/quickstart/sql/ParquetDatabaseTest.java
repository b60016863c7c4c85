package org.wecomarchive.quickstart.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParquetDatabaseTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @TempDir
    Path dir;

    @Test
    void readsSeveralFilesAsOneTableWhoseColumnsMayDiffer() throws Exception {
        Path old = parquet("it's old.parquet", "SELECT 1 AS seq");
        Path current = parquet("current.parquet", "SELECT 2 AS seq, '三' AS text");
        RecordedRows rows = new RecordedRows();

        try (ParquetDatabase database = ParquetDatabase.open(dir, SHANGHAI)) {
            database.addTable("events", List.of(old, current));
            database.query("SELECT seq, text FROM events ORDER BY seq; ", rows);
        }

        assertThat(rows.lines()).containsExactly(List.of("seq", "text"), List.of("1", ""), List.of("2", "三"));
    }

    @Test
    void cutsDaysInTheZoneThatWasAskedFor() throws Exception {
        Path file = parquet("one.parquet", "SELECT TIMESTAMPTZ '2026-11-24 20:00:00+00' AS sent_at");
        RecordedRows rows = new RecordedRows();

        try (ParquetDatabase database = ParquetDatabase.open(dir, SHANGHAI)) {
            database.addTable("events", List.of(file));
            database.query("SELECT sent_at, sent_at::DATE AS day FROM events -- a comment", rows);
        }

        assertThat(rows.lines().get(1)).containsExactly("2026-11-25 04:00:00+08", "2026-11-25");
    }

    @Test
    void describesATable() throws Exception {
        Path file = parquet("one.parquet", "SELECT 1 AS seq");
        RecordedRows rows = new RecordedRows();

        try (ParquetDatabase database = ParquetDatabase.open(dir, SHANGHAI)) {
            database.addTable("events", List.of(file));
            database.query("DESCRIBE events", rows);
        }

        assertThat(rows.lines().get(1)).startsWith("seq", "INTEGER");
    }

    @Test
    void writesCsvInWhichNullAndEmptyTextDiffer() throws Exception {
        Path file = parquet(
                "one.parquet",
                "SELECT * FROM (VALUES (1, 'x, \"y\"' || chr(10) || 'z', TIMESTAMPTZ '2026-11-24 20:00:00+00'), (2, '', NULL),"
                        + " (3, NULL, NULL), (4, '三', NULL)) AS t(seq, text, sent_at)");
        Path answer = dir.resolve("it's the answer.csv");

        try (ParquetDatabase database = ParquetDatabase.open(dir, SHANGHAI)) {
            database.addTable("events", List.of(file));
            database.writeCsv("SELECT seq, text, sent_at FROM events ORDER BY seq -- a comment", answer);
        }

        assertThat(answer)
                .hasContent(
                        """
                        seq,text,sent_at
                        1,"x, ""y""
                        z",2026-11-25 04:00:00+08
                        2,"",
                        3,,
                        4,三,
                        """);
    }

    @Test
    void countsTheLinesOfAQueryThatIsWrittenAsCsv() throws Exception {
        Path answer = dir.resolve("answer.csv");
        try (ParquetDatabase database = ParquetDatabase.open(dir, SHANGHAI)) {
            assertThatThrownBy(() -> database.writeCsv("SELECT\n nope", answer))
                    .isInstanceOf(SQLException.class)
                    .hasMessageStartingWith("Binder Error")
                    .hasMessageContaining("LINE 2:  nope");
        }

        assertThat(answer).doesNotExist();
    }

    @Test
    void saysWhatIsWrongWithAQuery() throws Exception {
        try (ParquetDatabase database = ParquetDatabase.open(dir, SHANGHAI)) {
            assertThatThrownBy(() -> database.query("SELECT * FROM nowhere", new RecordedRows()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("nowhere");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Binder Error|LINE 1: SELECT nope FROM events|               ^|SELECT nope FROM events",
                "Binder Error|LINE 3: WHERE nope = 1|              ^|SELECT *\nFROM events\nWHERE nope = 1\nLIMIT 5",
                "Catalog Error|LINE 2: FROM event|             ^|SELECT seq\nFROM event;",
                "Parser Error|LINE 1: SELEC 1|              ^|SELEC 1",
                "Parser Error|LINE 1: SELECT 1; SELECT 2|                ^|SELECT 1; SELECT 2",
                "Conversion Error|LINE 9:  CAST|         ^|SELECT\n\n\n\n\n\n\n\n CAST('x' AS INT)",
                "Invalid Input Error: boom|||SELECT error('boom')",
                "Parser Error: syntax error at the end of the query|||SELECT * FROM (",
                "Parser Error: syntax error at the end of the query|||"
            })
    void countsTheLinesOfTheQueryAndTellsTheErrorAlone(String row) throws Exception {
        String[] cells = row.split("\\|", -1);
        Path file = parquet("one.parquet", "SELECT 1 AS seq");
        try (ParquetDatabase database = ParquetDatabase.open(dir, SHANGHAI)) {
            database.addTable("events", List.of(file));

            assertThatThrownBy(() -> database.query(cells[3], new RecordedRows()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageStartingWith(cells[0])
                    .hasMessageContaining(cells[1])
                    .hasMessageContaining(cells[2])
                    .hasMessageNotContaining("pending query result");
        }
    }

    private Path parquet(String name, String query) throws SQLException {
        Path file = dir.resolve(name);
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file.toString().replace("'", "''") + "' (FORMAT parquet)");
        }
        return file;
    }
}
