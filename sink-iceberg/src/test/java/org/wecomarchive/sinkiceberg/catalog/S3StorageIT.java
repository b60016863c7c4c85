package org.wecomarchive.sinkiceberg.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.sinkiceberg.commit.Sealing;
import org.wecomarchive.sinkiceberg.read.ColdStore;
import org.wecomarchive.sinkiceberg.read.RowCount;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.table.Events;
import org.wecomarchive.sinkiceberg.table.TableFiles;
import org.wecomarchive.sinkiceberg.table.TableOpening;
import org.wecomarchive.sinkiceberg.upkeep.UpkeepRuns;
import org.wecomarchive.testkit.s3.S3Server;

@Timeout(600)
final class S3StorageIT {

    @TempDir
    static Path serverDirectory;

    private static S3Server server;

    @TempDir
    Path directory;

    private Map<String, String> settings;
    private OpenCatalog catalog;

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Server.start(serverDirectory);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        settings = new HashMap<>(Map.of(
                "catalog.url",
                "jdbc:sqlite:" + directory.resolve("catalog.db"),
                "catalog.warehouse",
                "s3://" + S3Server.BUCKET + "/cold-" + directory.getFileName(),
                "s3.endpoint",
                server.url(),
                "s3.access-key-id",
                S3Server.ACCESS_KEY,
                "s3.secret-access-key",
                S3Server.SECRET_KEY,
                "catalog.option.s3.staging-dir",
                directory.toString()));
        catalog = new CatalogConfig(settings).open();
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void makesWritesAndReadsATable() throws Exception {
        Table table = openEvents();
        Sealing.commit(table, events(1, 10));
        Sealing.commit(table, events(4, 6));

        try (ColdStore store = ColdStore.open(settings)) {
            List<Path> view = store.parquet("events", directory.resolve("view"));

            assertThat(table.location()).startsWith("s3://archive/");
            assertThat(store.count("events")).isEqualTo(new RowCount(10, 10));
            assertThat(view).hasSize(2).allMatch(Files::isReadable);
        }
    }

    @Test
    void removesOrphansAndNothingElse() throws Exception {
        Table table = openEvents();
        TableFiles.append(table, ArchiveTable.EVENTS, events(1, 10));
        DataFile orphan = TableFiles.data(table, ArchiveTable.EVENTS, events(11, 20));
        Clock later = Clock.fixed(Instant.parse("2099-01-01T00:00:00Z"), ZoneOffset.UTC);

        long removed = UpkeepRuns.searches(2, () -> catalog.catalog().loadTable(catalog.table("events")), later);

        assertThat(removed).isEqualTo(1);
        assertThat(table.io().newInputFile(orphan.location()).exists()).isFalse();
        try (ColdStore store = ColdStore.open(settings)) {
            assertThat(store.count("events")).isEqualTo(new RowCount(10, 10));
        }
    }

    @Test
    void aWrongKeyIsAnErrorOfTheStorageAndNotAMissingFile() {
        settings.put("s3.secret-access-key", "wrong");

        try (OpenCatalog stranger = new CatalogConfig(settings).open()) {
            assertThatThrownBy(
                            () -> TableOpening.open(stranger.catalog(), stranger.table("events"), ArchiveTable.EVENTS))
                    .isNotInstanceOf(NotFoundException.class)
                    .hasMessageNotContaining("wrong");
        }
    }

    private Table openEvents() {
        return TableOpening.open(catalog.catalog(), catalog.table("events"), ArchiveTable.EVENTS);
    }

    private static List<ChatEvent> events(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(Events::event).toList();
    }
}
