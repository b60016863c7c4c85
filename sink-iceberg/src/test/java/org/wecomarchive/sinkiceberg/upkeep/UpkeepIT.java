package org.wecomarchive.sinkiceberg.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.sinkiceberg.catalog.CatalogConfig;
import org.wecomarchive.sinkiceberg.catalog.OpenCatalog;
import org.wecomarchive.sinkiceberg.commit.Sealing;
import org.wecomarchive.sinkiceberg.read.ColdStore;
import org.wecomarchive.sinkiceberg.read.RowCount;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.table.Events;
import org.wecomarchive.sinkiceberg.table.TableFiles;
import org.wecomarchive.sinkiceberg.table.TableOpening;

@Timeout(600)
final class UpkeepIT {

    /** Whatever the tests write is written long before. */
    private static final Clock DAYS_LATER = Clock.fixed(Instant.parse("2099-01-01T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    private Map<String, String> settings;
    private OpenCatalog catalog;
    private Table table;
    private Upkeep upkeep;

    @BeforeEach
    void open() {
        settings = Map.of(
                "catalog.warehouse",
                directory.resolve("cold").toString(),
                "catalog.option.io-impl",
                InterruptedListing.class.getName());
        catalog = new CatalogConfig(settings).open();
        table = TableOpening.open(catalog.catalog(), catalog.table("events"), ArchiveTable.EVENTS);
        upkeep = upkeep(DAYS_LATER);
    }

    @AfterEach
    void close() {
        upkeep.close();
        catalog.close();
    }

    @Test
    void removesAnOldFileThatNoCommitNamesAtTheSecondSearch() throws Exception {
        Sealing.commit(table, events(1, 10));
        Sealing.commit(table, events(4, 6));
        DataFile orphan = TableFiles.data(table, ArchiveTable.EVENTS, events(11, 20));

        upkeep.removeOrphansOnce();
        boolean thereAfterOne = Files.exists(Path.of(orphan.location()));
        upkeep.removeOrphansOnce();

        assertThat(thereAfterOne).isTrue();
        assertThat(Path.of(orphan.location())).doesNotExist();
        assertThat(upkeep.orphansDeleted()).isEqualTo(1);
        assertThat(upkeep.failures()).isZero();
        assertThat(count()).isEqualTo(new RowCount(10, 10));
    }

    @Test
    void leavesAFileThatAnotherEngineHasNotCommittedYet() throws Exception {
        DataFile written = TableFiles.data(table, ArchiveTable.EVENTS, events(1, 10));
        Path others = Path.of(written.location().replace("-wecom-", "-17-"));
        Files.move(Path.of(written.location()), others);

        upkeep.removeOrphansOnce();
        upkeep.removeOrphansOnce();

        assertThat(others).exists();
        assertThat(upkeep.orphansDeleted()).isZero();
    }

    @Test
    void keepsFilesThatAreNotOldYet() throws Exception {
        DataFile young = TableFiles.data(table, ArchiveTable.EVENTS, events(11, 20));
        DataFile old = TableFiles.data(table, ArchiveTable.EVENTS, events(11, 20));
        Files.setLastModifiedTime(
                Path.of(young.location()),
                FileTime.from(DAYS_LATER.instant().minus(Duration.ofDays(3)).plusSeconds(1)));

        upkeep.removeOrphansOnce();
        upkeep.removeOrphansOnce();

        assertThat(Path.of(young.location())).exists();
        assertThat(Path.of(old.location())).doesNotExist();
    }

    @Test
    void keepsAFileThatIsCommittedBetweenTheSearches() throws Exception {
        DataFile file = TableFiles.data(table, ArchiveTable.EVENTS, events(1, 10));

        upkeep.removeOrphansOnce();
        table.newAppend().appendFile(file).commit();
        upkeep.removeOrphansOnce();
        upkeep.removeOrphansOnce();

        assertThat(upkeep.orphansDeleted()).isZero();
        assertThat(count()).isEqualTo(new RowCount(10, 10));
    }

    @Test
    void keepsAFileThatIsCommittedWhileTheFilesAreListed() throws Exception {
        DataFile file = TableFiles.data(table, ArchiveTable.EVENTS, events(1, 10));
        upkeep.removeOrphansOnce();

        InterruptedListing.afterTheNext(() -> table.newAppend().appendFile(file).commit());
        upkeep.removeOrphansOnce();

        assertThat(upkeep.orphansDeleted()).isZero();
        assertThat(count()).isEqualTo(new RowCount(10, 10));
    }

    @Test
    void keepsWhatOnlyATagStillNames() throws Exception {
        DataFile replaced = TableFiles.append(table, ArchiveTable.EVENTS, events(1, 10));
        table.manageSnapshots()
                .createTag("audit", table.currentSnapshot().snapshotId())
                .commit();
        table.newDelete().deleteFile(replaced).commit();
        makeSnapshots(30);

        upkeep.expireOnce();
        upkeep.removeOrphansOnce();
        upkeep.removeOrphansOnce();

        assertThat(upkeep.snapshotsExpired()).isPositive();
        assertThat(Path.of(replaced.location())).exists();
    }

    @Test
    void expiresOldSnapshotsAndTheFilesThatOnlyTheyName() throws Exception {
        DataFile replaced = TableFiles.append(table, ArchiveTable.EVENTS, events(1, 10));
        table.newDelete().deleteFile(replaced).commit();
        makeSnapshots(30);

        upkeep.expireOnce();

        table.refresh();
        assertThat(StreamSupport.stream(table.snapshots().spliterator(), false)).hasSize(20);
        assertThat(upkeep.snapshotsExpired()).isEqualTo(12);
        assertThat(Path.of(replaced.location())).doesNotExist();
        assertThat(count()).isEqualTo(new RowCount(30, 30));
    }

    @Test
    void expiresAllOldSnapshotsAtOnceHoweverFewACommitTakes() throws Exception {
        makeSnapshots(32);

        int expired = new SnapshotExpiry(DAYS_LATER, 5).expire(table);

        table.refresh();
        assertThat(expired).isEqualTo(12);
        assertThat(StreamSupport.stream(table.snapshots().spliterator(), false)).hasSize(20);
    }

    @Test
    void keepsSnapshotsThatAreNotOldYet() throws Exception {
        makeSnapshots(30);
        try (Upkeep now = upkeep(Clock.systemUTC())) {

            now.expireOnce();

            assertThat(now.snapshotsExpired()).isZero();
        }
    }

    @Test
    void leavesALocationAloneInWhichADroppedTableHasFiles() throws Exception {
        TableFiles.append(table, ArchiveTable.EVENTS, events(1, 10));
        catalog.catalog().dropTable(catalog.table("events"), false);
        Table successor = TableOpening.open(catalog.catalog(), catalog.table("events"), ArchiveTable.EVENTS);
        long files = parquetFiles();

        upkeep.removeOrphansOnce();
        upkeep.removeOrphansOnce();

        assertThat(successor.location()).isEqualTo(table.location());
        assertThat(files).isPositive();
        assertThat(parquetFiles()).isEqualTo(files);
        assertThat(upkeep.orphansDeleted()).isZero();
    }

    @Test
    void countsWhatFailsAndGoesOn() throws Exception {
        TableFiles.append(table, ArchiveTable.EVENTS, events(1, 10));
        DataFile orphan = TableFiles.data(table, ArchiveTable.EVENTS, events(11, 20));
        Path manifest =
                Path.of(table.currentSnapshot().allManifests(table.io()).get(0).path());
        Path aside = Files.move(manifest, directory.resolve("aside"));
        upkeep.removeOrphansOnce();
        upkeep.removeOrphansOnce();
        upkeep.removeOrphansOnce();
        boolean thereAfterFailures = Files.exists(Path.of(orphan.location()));

        Files.move(aside, manifest);
        upkeep.removeOrphansOnce();
        upkeep.removeOrphansOnce();

        assertThat(thereAfterFailures).isTrue();
        assertThat(upkeep.failures()).isEqualTo(3);
        assertThat(Path.of(orphan.location())).doesNotExist();
    }

    private Upkeep upkeep(Clock clock) {
        return new Upkeep(
                new UpkeepConfig(Map.of()), () -> catalog.catalog().loadTable(catalog.table("events")), clock);
    }

    private void makeSnapshots(int count) throws IOException {
        for (int seq = 100; seq < 100 + count; seq++) {
            TableFiles.append(table, ArchiveTable.EVENTS, events(seq, seq));
        }
    }

    private RowCount count() {
        try (ColdStore store = ColdStore.open(settings)) {
            return store.count("events");
        }
    }

    private long parquetFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        }
    }

    private static List<ChatEvent> events(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(Events::event).toList();
    }
}
