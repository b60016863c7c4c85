package org.wecomarchive.sinkiceberg.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.sinkiceberg.cold.Chats;
import org.wecomarchive.sinkiceberg.cold.ColdStore;
import org.wecomarchive.sinkiceberg.cold.Compaction;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.table.TableFiles;
import org.wecomarchive.sinkiceberg.write.RowKey;

final class EqualityDeletesTest {

    @TempDir
    Path folder;

    private ColdStore store;
    private Table table;

    /** Rows 1 to 3 on one day; 2 was replaced on the next, 3 on both. */
    @BeforeEach
    void makeATableAsEarlierVersionsDid() throws Exception {
        store = new ColdStore(folder);
        table = store.openOfAnEarlierVersion(ArchiveTable.EVENTS);
        Sealing.commit(table, List.of(event(1, 0, "first"), event(2, 0, "first"), event(3, 0, "first")));
        replaceAsEarlierVersionsDid(event(2, 1, "second"), event(3, 1, "second"));
        replaceAsEarlierVersionsDid(event(3, 0, "third"));
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void becomePositionDeletesOfTheSameRows() {
        table.refresh();
        int converted = EqualityDeletes.convert(table);
        int again = EqualityDeletes.convert(table);

        assertThat(List.of(converted, again)).containsExactly(2, 0);
        assertThat(Compaction.deletes(table))
                .extracting(DeleteFile::content)
                .containsOnly(FileContent.POSITION_DELETES);
        assertThat(rows()).containsExactly("1 first", "2 second", "3 third");
    }

    @Test
    void noCleanUpBringsReplacedRowsBackAfterwards() {
        table.refresh();
        EqualityDeletes.convert(table);

        Compaction.removeDanglingDeletes(table);

        assertThat(rows()).containsExactly("1 first", "2 second", "3 third");
    }

    @Test
    void areConvertedBesideAReplay() {
        Table late = new RacedTable(open(), () -> Sealing.commit(open(), List.of(event(1, 1, "fourth")))).table();

        int converted = EqualityDeletes.convert(late);

        assertThat(converted).isEqualTo(2);
        assertThat(rows()).containsExactly("1 fourth", "2 second", "3 third");
    }

    @Test
    void stayWhereCompactionTookTheRowsAwayMeanwhileUntilTheNextRun() {
        Compaction compaction = Compaction.begin(open());
        Table late = new RacedTable(open(), compaction::commit).table();

        assertThatThrownBy(() -> EqualityDeletes.convert(late)).isInstanceOf(ValidationException.class);
        List<String> meanwhile = rows();
        table.refresh();
        EqualityDeletes.convert(table);

        assertThat(meanwhile).containsExactly("1 first", "2 second", "3 third");
        assertThat(rows()).isEqualTo(meanwhile);
        assertThat(Compaction.deletes(table))
                .extracting(DeleteFile::content)
                .doesNotContain(FileContent.EQUALITY_DELETES);
    }

    private void replaceAsEarlierVersionsDid(ChatEvent... events) throws Exception {
        table.refresh();
        TableFiles.replace(table, ArchiveTable.EVENTS, List.of(events));
    }

    private Table open() {
        return store.open(ArchiveTable.EVENTS);
    }

    private static ChatEvent event(long seq, int day, String text) {
        return Chats.event("ww1", seq, Chats.NOON.plus(Duration.ofDays(day)), text);
    }

    private List<String> rows() {
        return store.rows(ArchiveTable.EVENTS).stream()
                .sorted(Comparator.comparing(RowKey::of))
                .map(row -> row.getField("seq") + " " + row.getField("text"))
                .toList();
    }
}
