package org.wecomarchive.sinkiceberg.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wecomarchive.sinkiceberg.commit.Sealing.FIRST;
import static org.wecomarchive.sinkiceberg.commit.Sealing.pending;
import static org.wecomarchive.sinkiceberg.commit.Sealing.range;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.sinkiceberg.cold.Chats;
import org.wecomarchive.sinkiceberg.cold.ColdStore;
import org.wecomarchive.sinkiceberg.cold.Compaction;
import org.wecomarchive.sinkiceberg.commit.PendingCommit.Answer;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.table.TableFiles;
import org.wecomarchive.sinkiceberg.write.RowKey;

/** One row for each (corp, seq), whatever an engine's compaction does beside the connector. */
final class CompactionTest {

    @TempDir
    Path folder;

    private ColdStore store;

    @BeforeEach
    void openStore() {
        store = new ColdStore(folder);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "3"})
    void cleaningUpAfterCompactionBringsNoReplacedRowBack(String formatVersion) {
        events().updateProperties().set("format-version", formatVersion).commit();
        commit(range(0, 3), event(1, 0, "first"), event(2, 0, "first"), event(3, 0, "first"));
        commit(range(3, 4), event(2, 0, "replayed"));
        commit(range(4, 5), event(3, 1, "replayed"));

        Compaction.begin(events()).commit();
        commit(range(5, 6), event(1, 1, "replayed"));
        Compaction.removeDanglingDeletes(events());

        assertThat(rows()).containsExactly("1 replayed", "2 replayed", "3 replayed");
    }

    @Test
    void aRowThatCompactionMovesMeanwhileIsFoundInItsNewPlace() {
        commit(range(0, 2), event(1, 0, "first"), event(2, 0, "first"));
        Compaction compaction = Compaction.begin(events());
        Table late = new RacedTable(events(), compaction::commit).table();
        PendingCommit replay = pending(late, FIRST, range(2, 3), event(2, 1, "replayed"));

        Answer refused = replay.attempt();
        Answer again = replay.attempt();

        assertThat(List.of(refused, again)).containsExactly(Answer.CONFLICT, Answer.COMMITTED);
        assertThat(replay.replacedRows()).isEqualTo(1);
        assertThat(rows()).containsExactly("1 first", "2 replayed");
    }

    @Test
    void compactionThatCommitsAfterAReplayIsRefusedAndItsNextTrySucceeds() {
        commit(range(0, 2), event(1, 0, "first"), event(2, 0, "first"));
        Compaction late = Compaction.begin(events());
        commit(range(2, 3), event(2, 0, "replayed"));

        assertThatThrownBy(late::commit).isInstanceOf(ValidationException.class);
        Compaction.begin(events()).commit();

        assertThat(rows()).containsExactly("1 first", "2 replayed");
    }

    @Test
    void compactionAndAppendsDoNotDisturbEachOther() {
        commit(range(0, 2), event(1, 0, "first"), event(2, 0, "first"));
        Compaction late = Compaction.begin(events());
        commit(range(2, 3), event(3, 0, "first"));

        late.commit();

        assertThat(rows()).containsExactly("1 first", "2 first", "3 first");
    }

    @Test
    void aDataFileHasOneDeleteFileHoweverOftenItsRowsAreReplaced() {
        commit(range(0, 3), event(1, 0, "first"), event(2, 0, "first"), event(3, 0, "first"));

        commit(range(3, 4), event(1, 1, "second"));
        commit(range(4, 5), event(2, 1, "second"));
        commit(range(5, 6), event(3, 1, "second"));

        assertThat(rows()).containsExactly("1 second", "2 second", "3 second");
        assertThat(Compaction.deletes(events()))
                .extracting(DeleteFile::content, DeleteFile::recordCount)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(FileContent.POSITION_DELETES, 3L));
    }

    @Test
    void aRowThatIsDeletedAlreadyIsNotDeletedAgain() {
        commit(range(0, 2), event(1, 0, "first"), event(2, 0, "first"));
        commit(range(2, 4), event(1, 0, "second"), event(2, 0, "second"));

        PendingCommit third = pending(events(), FIRST, range(4, 5), event(1, 0, "third"));
        third.attempt();

        assertThat(third.replacedRows()).isEqualTo(1);
        assertThat(rows()).containsExactly("1 third", "2 second");
    }

    /** As earlier versions wrote them: with the unpartitioned spec, so that they reach every partition. */
    @Test
    void rowsThatEqualityDeletesReplacedStayReplacedAndCanBeReplacedAgain() throws Exception {
        Table table = store.openOfAnEarlierVersion(ArchiveTable.EVENTS);
        commit(range(0, 3), event(1, 0, "first"), event(2, 0, "first"), event(3, 0, "first"));
        table.refresh();
        TableFiles.replace(table, ArchiveTable.EVENTS, List.of(event(2, 1, "second"), event(3, 1, "second")));

        commit(range(3, 5), event(1, 0, "third"), event(3, 0, "third"));
        List<String> before = rows();
        Compaction.begin(events()).commit();

        assertThat(before).containsExactly("1 third", "2 second", "3 third");
        assertThat(rows()).isEqualTo(before);
    }

    /** Deterministic: whatever comes between the steps of a compaction, each key has the row that was committed last. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyMixtureOfReplaysAndCompactionsLeavesTheLastRowOfEachKey(long seed) {
        Random random = new Random(seed);
        String[] last = new String[20];
        Compaction running = null;
        int next = 0;
        for (int step = 0; step < 16; step++) {
            int choice = random.nextInt(5);
            if (choice == 0) {
                running = step == 0 ? null : Compaction.begin(events());
            } else if (choice == 1) {
                commitIfItCan(running);
                running = null;
            } else if (choice == 2 && step > 0) {
                Compaction.removeDanglingDeletes(events());
            } else {
                int from = random.nextInt(15);
                String text = "step " + step;
                SpecificRecord[] events = LongStream.range(from, from + 5)
                        .mapToObj(seq -> event(seq, random.nextInt(2), text))
                        .toArray(SpecificRecord[]::new);
                commit(range(next, next + 5), events);
                next += 5;
                java.util.Arrays.fill(last, from, from + 5, text);
            }
        }

        List<String> expected = LongStream.range(0, 20)
                .filter(seq -> last[(int) seq] != null)
                .mapToObj(seq -> seq + " " + last[(int) seq])
                .toList();
        assertThat(rows()).as("seed " + seed).isEqualTo(expected);
    }

    private static void commitIfItCan(Compaction running) {
        if (running == null) {
            return;
        }
        try {
            running.commit();
        } catch (ValidationException refused) {
            assertThat(refused).hasMessageContaining("delete");
        }
    }

    private void commit(OffsetRange range, SpecificRecord... records) {
        assertThat(pending(events(), FIRST, range, records).attempt()).isEqualTo(Answer.COMMITTED);
    }

    private Table events() {
        return store.open(ArchiveTable.EVENTS);
    }

    private static ChatEvent event(long seq, int day, String text) {
        return Chats.event("ww1", seq, Chats.NOON.plus(Duration.ofDays(day)), text);
    }

    /** Rows in the order of seq; one that is there twice, twice. */
    private List<String> rows() {
        return store.rows(ArchiveTable.EVENTS).stream()
                .sorted(java.util.Comparator.comparing(RowKey::of))
                .map(row -> row.getField("seq") + " " + row.getField("text"))
                .toList();
    }
}
