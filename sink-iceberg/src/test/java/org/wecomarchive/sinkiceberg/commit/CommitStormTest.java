package org.wecomarchive.sinkiceberg.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wecomarchive.sinkiceberg.commit.Sealing.pending;
import static org.wecomarchive.sinkiceberg.commit.Sealing.range;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.sinkiceberg.cold.Chats;
import org.wecomarchive.sinkiceberg.cold.ColdStore;
import org.wecomarchive.sinkiceberg.commit.PendingCommit.Answer;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.write.RowKey;

@Timeout(60)
final class CommitStormTest {

    private static final int WRITERS = 8;
    private static final int COMMITS = 2;

    @TempDir
    Path folder;

    @Test
    void eightWritersThatAlsoWriteTheSameRowsLeaveEachRowOnce() throws Exception {
        // Iceberg's own tables of a new SQLite catalog are made by one at a time.
        new ColdStore(folder).close();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<Integer>> done = new ArrayList<>();

        IntStream.range(0, WRITERS).forEach(writer -> done.add(writers.submit(() -> write(writer))));
        int attempts = 0;
        for (Future<Integer> one : done) {
            attempts += one.get(60, TimeUnit.SECONDS);
        }
        writers.shutdown();

        try (ColdStore store = new ColdStore(folder)) {
            assertThat(store.keys(ArchiveTable.EVENTS)).isEqualTo(expected());
            assertThat(attempts).isGreaterThan(WRITERS * COMMITS);
            IntStream.range(0, WRITERS).forEach(writer -> assertThat(
                            new TablePositions(store.open(ArchiveTable.EVENTS).properties())
                                    .next(new SourcePartition("topic-id", writer)))
                    .hasValue(COMMITS));
        }
    }

    /** In each commit one row of its own and one that every writer has; a catalog of its own, as another worker has. */
    private int write(int writer) {
        int attempts = 0;
        try (ColdStore store = new ColdStore(folder)) {
            Table table = store.open(ArchiveTable.EVENTS);
            for (int commit = 0; commit < COMMITS; commit++) {
                PendingCommit pending = pending(
                        table,
                        new SourcePartition("topic-id", writer),
                        range(commit, commit + 1),
                        Chats.event("ww1", commit),
                        Chats.event("ww1", 1000L * (writer + 1) + commit));
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

    private static List<RowKey> expected() {
        List<RowKey> keys = new ArrayList<>();
        for (int commit = 0; commit < COMMITS; commit++) {
            keys.add(new RowKey("ww1", commit));
            for (int writer = 0; writer < WRITERS; writer++) {
                keys.add(new RowKey("ww1", 1000L * (writer + 1) + commit));
            }
        }
        return keys.stream().sorted().toList();
    }
}
