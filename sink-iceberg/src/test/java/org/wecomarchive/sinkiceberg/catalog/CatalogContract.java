package org.wecomarchive.sinkiceberg.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wecomarchive.sinkiceberg.commit.Sealing.pending;
import static org.wecomarchive.sinkiceberg.commit.Sealing.range;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.wecomarchive.sinkiceberg.cold.Chats;
import org.wecomarchive.sinkiceberg.commit.PendingCommit;
import org.wecomarchive.sinkiceberg.commit.PendingCommit.Answer;
import org.wecomarchive.sinkiceberg.commit.SourcePartition;
import org.wecomarchive.sinkiceberg.commit.TablePositions;
import org.wecomarchive.sinkiceberg.read.ColdStore;
import org.wecomarchive.sinkiceberg.read.RowCount;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.table.Events;
import org.wecomarchive.sinkiceberg.table.TableFiles;
import org.wecomarchive.sinkiceberg.table.TableOpening;

/** What tasks need of a catalog, whatever it runs on; each has a connection of its own, as if on a worker of its own. */
abstract class CatalogContract {

    private static final int COMMITS = 2;

    /** Settings of a catalog that nobody has used yet. */
    abstract Map<String, String> settings() throws Exception;

    /** How many tasks there are. */
    int tasks() {
        return 8;
    }

    @Test
    void tasksThatOpenANewCatalogAndTableAtOnceAllGetTheSameTableAndCommitToIt() throws Exception {
        Map<String, String> settings = settings();

        List<String> uuids = atOnce(task -> {
            try (OpenCatalog catalog = new CatalogConfig(settings).open()) {
                Table table = events(catalog);
                assertThat(table.spec().fields()).hasSize(2);
                TableFiles.append(table, ArchiveTable.EVENTS, List.of(Events.event(task)));
                return table.uuid().toString();
            }
        });

        assertThat(uuids).hasSize(tasks()).containsOnly(uuids.get(0));
        assertThat(count(settings)).isEqualTo(new RowCount(tasks(), tasks()));
    }

    @Test
    void tasksThatAlsoWriteTheSameRowsLeaveEachRowOnce() throws Exception {
        Map<String, String> settings = settings();
        // The tables of a new catalog are made by one at a time.
        new CatalogConfig(settings).open().close();

        List<Integer> attempts = atOnce(task -> commitRowsOfItsOwnAndOfAll(settings, task));

        assertThat(attempts.stream().mapToInt(Integer::intValue).sum())
                .as("some had to try again")
                .isGreaterThan(tasks() * COMMITS);
        int rows = COMMITS * (tasks() + 1);
        assertThat(count(settings)).isEqualTo(new RowCount(rows, rows));
        try (OpenCatalog catalog = new CatalogConfig(settings).open()) {
            TablePositions positions = new TablePositions(events(catalog).properties());
            for (int task = 0; task < tasks(); task++) {
                assertThat(positions.next(new SourcePartition("topic-id", task)))
                        .hasValue(COMMITS);
            }
        }
    }

    /** In each commit one row of its own and one that every task has; how often it had to try. */
    private static int commitRowsOfItsOwnAndOfAll(Map<String, String> settings, int task) {
        int attempts = 0;
        try (OpenCatalog catalog = new CatalogConfig(settings).open()) {
            Table table = events(catalog);
            for (int commit = 0; commit < COMMITS; commit++) {
                PendingCommit pending = pending(
                        table,
                        new SourcePartition("topic-id", task),
                        range(commit, commit + 1),
                        Chats.event("ww1", commit),
                        Chats.event("ww1", 1000L * (task + 1) + commit));
                Answer answer = Answer.CONFLICT;
                while (answer == Answer.CONFLICT) {
                    answer = pending.attempt();
                    attempts++;
                }
                assertThat(answer).isEqualTo(Answer.COMMITTED);
            }
        }
        return attempts;
    }

    static Table events(OpenCatalog catalog) {
        return TableOpening.open(catalog.catalog(), catalog.table("events"), ArchiveTable.EVENTS);
    }

    static RowCount count(Map<String, String> settings) throws Exception {
        try (ColdStore store = ColdStore.open(settings)) {
            return store.count("events");
        }
    }

    private interface Task<R> {
        R run(int number) throws Exception;
    }

    private <R> List<R> atOnce(Task<R> work) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(tasks());
        try {
            List<Future<R>> running = new ArrayList<>();
            for (int task = 0; task < tasks(); task++) {
                int number = task;
                running.add(threads.submit(() -> {
                    start.await();
                    return work.run(number);
                }));
            }
            start.countDown();
            List<R> results = new ArrayList<>();
            for (Future<R> one : running) {
                results.add(one.get(90, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
