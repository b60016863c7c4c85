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
    void saysWhatIsWrongWithAQuery() throws Exception {
        try (ParquetDatabase database = ParquetDatabase.open(dir, SHANGHAI)) {
            assertThatThrownBy(() -> database.query("SELECT * FROM nowhere", new RecordedRows()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("nowhere");
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
