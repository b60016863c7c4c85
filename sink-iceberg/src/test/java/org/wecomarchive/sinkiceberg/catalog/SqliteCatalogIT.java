package org.wecomarchive.sinkiceberg.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.sinkiceberg.read.ColdStore;
import org.wecomarchive.sinkiceberg.read.RowCount;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.table.Events;
import org.wecomarchive.sinkiceberg.table.TableFiles;
import org.wecomarchive.sinkiceberg.table.TableOpening;

@Timeout(120)
final class SqliteCatalogIT {

    private static final int TASKS = 8;

    @TempDir
    Path directory;

    @Test
    void tasksThatOpenANewCatalogAndTableAtOnceAllGetTheSameTableAndCommitToIt() throws Exception {
        Map<String, String> settings = Map.of("catalog.warehouse", directory.toString());
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService tasks = Executors.newFixedThreadPool(TASKS);
        List<Future<String>> uuids = new ArrayList<>();
        for (int task = 0; task < TASKS; task++) {
            int seq = task;
            uuids.add(tasks.submit(() -> {
                start.await();
                return openAndAppend(settings, seq);
            }));
        }

        start.countDown();

        String first = uuids.get(0).get();
        for (Future<String> uuid : uuids) {
            assertThat(uuid.get()).isEqualTo(first);
        }
        tasks.shutdownNow();
        try (ColdStore store = ColdStore.open(settings)) {
            assertThat(store.table("events").count()).isEqualTo(new RowCount(TASKS, TASKS));
        }
    }

    private static String openAndAppend(Map<String, String> settings, int seq) throws Exception {
        try (OpenCatalog catalog = new CatalogConfig(settings).open()) {
            Table table = TableOpening.open(catalog.catalog(), catalog.table("events"), ArchiveTable.EVENTS);
            assertThat(table.specs()).hasSize(2);
            assertThat(table.spec().fields()).hasSize(2);
            TableFiles.append(table, ArchiveTable.EVENTS, List.of(Events.event(seq)));
            return table.uuid().toString();
        }
    }

    @Test
    void neverRepeatsAStatementWhoseConnectionBroke() throws Exception {
        try (CautiousPool pool = pool()) {
            AtomicInteger runs = new AtomicInteger();

            assertThatThrownBy(() -> pool.run(connection -> {
                        runs.incrementAndGet();
                        throw new SQLException("connection lost", "08006");
                    }))
                    .isInstanceOf(SQLException.class);

            assertThat(runs).hasValue(1);
        }
    }

    @Test
    void replacesAConnectionThatDied() throws Exception {
        try (CautiousPool pool = pool()) {
            pool.run(connection -> {
                connection.close();
                return true;
            });

            boolean closed = pool.run(connection -> connection.isClosed());

            assertThat(closed).isFalse();
        }
    }

    private CautiousPool pool() {
        return new CautiousPool(Map.of("uri", "jdbc:sqlite:" + directory.resolve("catalog.db")));
    }
}
