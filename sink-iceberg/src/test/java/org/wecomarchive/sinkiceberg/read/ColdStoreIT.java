package org.wecomarchive.sinkiceberg.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.sinkiceberg.catalog.CatalogConfig;
import org.wecomarchive.sinkiceberg.catalog.OpenCatalog;
import org.wecomarchive.sinkiceberg.commit.Sealing;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.table.Events;
import org.wecomarchive.sinkiceberg.table.TableFiles;
import org.wecomarchive.sinkiceberg.table.TableOpening;

@Timeout(600)
final class ColdStoreIT {

    @TempDir
    Path directory;

    private OpenCatalog catalog;
    private ColdStore store;

    @BeforeEach
    void open() {
        Map<String, String> settings =
                Map.of("catalog.warehouse", directory.resolve("cold").toString());
        catalog = new CatalogConfig(settings).open();
        store = ColdStore.open(settings);
    }

    @AfterEach
    void close() {
        store.close();
        catalog.close();
    }

    @Test
    void countsARowThatWasReplacedOnAnotherDayOnce() {
        Table table = openEvents();
        Sealing.commit(table, events(1, 10));
        Sealing.commit(table, List.of(nextDay(4)));

        RowCount count = store.count("events");

        assertThat(count).isEqualTo(new RowCount(10, 10));
    }

    @Test
    void aViewOfATableOfAnEarlierVersionHonoursItsEqualityDeletes() throws Exception {
        Table table =
                TableFiles.openOfAnEarlierVersion(catalog.catalog(), catalog.table("events"), ArchiveTable.EVENTS);
        TableFiles.append(table, ArchiveTable.EVENTS, events(1, 10));
        TableFiles.replace(table, ArchiveTable.EVENTS, List.of(nextDay(4)));

        List<Path> view = store.parquet("events", directory.resolve("view"));

        assertThat(store.count("events")).isEqualTo(new RowCount(10, 10));
        assertThat(query(view, "SELECT count(*), count(DISTINCT seq), min(seq), max(seq) FROM {t}"))
                .containsExactly("10 10 1 10");
    }

    @Test
    void countsARowThatIsThereTwiceTwice() throws Exception {
        Table table = openEvents();
        TableFiles.append(table, ArchiveTable.EVENTS, events(1, 10));
        TableFiles.append(table, ArchiveTable.EVENTS, events(10, 11));

        RowCount count = store.count("events");

        assertThat(count).isEqualTo(new RowCount(12, 11));
    }

    @Test
    void aTableWithoutRowsIsAViewWithAllColumns() throws Exception {
        openEvents();

        List<Path> view = store.parquet("events", directory.resolve("view"));

        assertThat(store.count("events")).isEqualTo(new RowCount(0, 0));
        assertThat(query(view, "SELECT count(*), count(payload), count(location.zoom) FROM {t}"))
                .containsExactly("0 0 0");
    }

    @Test
    void saysThatThereIsNoTableYet() {
        assertThat(store.has("events")).isFalse();
        assertThatThrownBy(() -> store.count("events"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wecom_archive.events");
    }

    @Test
    void duckDbSeesReplacedRowsOnceAndUntouchedFilesAsTheyAre() throws Exception {
        Table table = openEvents();
        Sealing.commit(table, events(1, 10));
        Sealing.commit(table, events(11, 20));
        Sealing.commit(table, List.of(nextDay(4)));

        List<Path> view = store.parquet("events", directory.resolve("view"));

        assertThat(view.subList(1, view.size()))
                .hasSize(2)
                .allMatch(file -> file.startsWith(directory.resolve("cold")));
        assertThat(query(view, "SELECT count(*), count(DISTINCT seq), min(seq), max(seq) FROM {t}"))
                .containsExactly("20 20 1 20");
        assertThat(query(view, "SELECT epoch_ms(sent_at), text_message.content, len(media) FROM {t} WHERE seq = 4"))
                .containsExactly(Events.SENT.plus(Duration.ofDays(1)).toEpochMilli() + " 你好 1");
    }

    @Test
    void duckDbSeesColumnsThatWereAddedToTheTableAndWithinIt() throws Exception {
        Table table = openEvents();
        table.updateSchema()
                .deleteColumn("location.zoom")
                .deleteColumn("room_id")
                .commit();
        TableFiles.append(catalog.catalog().loadTable(catalog.table("events")), ArchiveTable.EVENTS, events(1, 10));
        Table current = openEvents();
        TableFiles.append(current, ArchiveTable.EVENTS, events(11, 20));
        current.updateSchema()
                .addColumn("from_the_future", Types.StringType.get())
                .commit();

        List<Path> view = store.parquet("events", directory.resolve("view"));

        assertThat(query(
                        view,
                        "SELECT count(*), count(DISTINCT seq), count(room_id), count(location.zoom),"
                                + " count(from_the_future), count(sender) FROM {t}"))
                .containsExactly("20 20 0 0 0 20");
    }

    private Table openEvents() {
        return TableOpening.open(catalog.catalog(), catalog.table("events"), ArchiveTable.EVENTS);
    }

    private static List<ChatEvent> events(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(Events::event).toList();
    }

    private static ChatEvent nextDay(long seq) {
        return Events.builder(seq)
                .setSentAt(Events.SENT.plus(Duration.ofDays(1)))
                .build();
    }

    private static List<String> query(List<Path> view, String sql) throws SQLException {
        String files = view.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", "));
        String source = "read_parquet([" + files + "], union_by_name = true)";
        List<String> rows = new ArrayList<>();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet result = statement.executeQuery(sql.replace("{t}", source))) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.add(result.getString(column));
                }
                rows.add(String.join(" ", row));
            }
        }
        return rows;
    }
}
