package org.wecomarchive.sinkiceberg.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wecomarchive.sinkiceberg.commit.Sealing.FIRST;
import static org.wecomarchive.sinkiceberg.commit.Sealing.SECOND;
import static org.wecomarchive.sinkiceberg.commit.Sealing.pending;
import static org.wecomarchive.sinkiceberg.commit.Sealing.range;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wecomarchive.sinkiceberg.cold.Chats;
import org.wecomarchive.sinkiceberg.cold.ColdStore;
import org.wecomarchive.sinkiceberg.cold.Compaction;
import org.wecomarchive.sinkiceberg.cold.FaultyOperations;
import org.wecomarchive.sinkiceberg.cold.FaultyOperations.Death;
import org.wecomarchive.sinkiceberg.cold.FaultyOperations.Fault;
import org.wecomarchive.sinkiceberg.commit.PendingCommit.Answer;
import org.wecomarchive.sinkiceberg.failure.FatalSinkException;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.write.RowKey;

final class PendingCommitTest {

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

    @Test
    void movesRowsAndOffsetsTogether() {
        Table table = events();

        Answer answer = pending(table, FIRST, range(0, 3), Chats.event("ww1", 7), Chats.event("ww1", 9))
                .attempt();

        assertThat(answer).isEqualTo(Answer.COMMITTED);
        assertThat(store.keys(ArchiveTable.EVENTS)).containsExactly(key(7), key(9));
        assertThat(next(FIRST)).isEqualTo(OptionalLong.of(3));
        assertThat(new TablePositions(events().properties()).topicId("events")).contains("topic-id");
        assertThat(new TablePositions(events().properties()).highest("ww1")).isEqualTo(OptionalLong.of(9));
    }

    @Test
    void ofTwoThatStartAtTheSameOffsetOneIsSupersededAndLeavesNoFiles() throws Exception {
        PendingCommit zombie = pending(events(), FIRST, range(0, 2), Chats.event("ww1", 1), Chats.event("ww1", 2));
        PendingCommit owner = pending(events(), FIRST, range(0, 3), Chats.event("ww1", 1), Chats.event("ww1", 2));

        Answer first = owner.attempt();
        Answer second = zombie.attempt();
        zombie.giveUp();

        assertThat(List.of(first, second)).containsExactly(Answer.COMMITTED, Answer.SUPERSEDED);
        assertThat(store.keys(ArchiveTable.EVENTS)).containsExactly(key(1), key(2));
        assertThat(next(FIRST)).isEqualTo(OptionalLong.of(3));
        assertThat(store.dataFiles()).hasSize(1);
    }

    @Test
    void aZombieThatWakesWithinItsCommitIsRefused() {
        Table owners = events();
        Table late = new RacedTable(events(), () -> pending(owners, FIRST, range(0, 2), Chats.event("ww1", 1))
                        .attempt())
                .table();
        PendingCommit zombie = pending(late, FIRST, range(0, 2), Chats.event("ww1", 1));

        Answer refused = zombie.attempt();
        Answer afterwards = zombie.attempt();

        assertThat(List.of(refused, afterwards)).containsExactly(Answer.CONFLICT, Answer.SUPERSEDED);
        assertThat(store.keys(ArchiveTable.EVENTS)).containsExactly(key(1));
    }

    @Test
    void aRowThatAnotherPartitionCommitsMeanwhileIsReplacedAndNotDoubled() {
        Table others = events();
        Table late = new RacedTable(events(), () -> pending(others, SECOND, range(0, 1), Chats.event("ww1", 100))
                        .attempt())
                .table();
        PendingCommit commit = pending(late, FIRST, range(0, 2), Chats.event("ww1", 100), Chats.event("ww1", 101));

        Answer refused = commit.attempt();
        Answer again = commit.attempt();

        assertThat(List.of(refused, again)).containsExactly(Answer.CONFLICT, Answer.COMMITTED);
        assertThat(commit.replacedRows()).isEqualTo(1);
        assertThat(store.keys(ArchiveTable.EVENTS)).containsExactly(key(100), key(101));
    }

    @Test
    void lowerSeqsOfAnotherPartitionAreNewAndDeleteNothing() {
        pending(events(), FIRST, range(0, 1), Chats.event("ww1", 1000)).attempt();
        PendingCommit slow = pending(events(), SECOND, range(0, 2), Chats.event("ww1", 400), Chats.event("ww2", 1));

        Answer answer = slow.attempt();

        assertThat(answer).isEqualTo(Answer.COMMITTED);
        assertThat(slow.replacedRows()).isZero();
        assertThat(events().currentSnapshot().summary()).doesNotContainKey("added-delete-files");
        assertThat(store.keys(ArchiveTable.EVENTS)).containsExactly(new RowKey("ww2", 1), key(400), key(1000));
    }

    @Test
    void aReplayOnAnotherDayReplacesTheRow() {
        Table table = store.open(ArchiveTable.RAW);
        pending(table, FIRST, range(0, 2), Chats.raw("ww1", 1, Chats.NOON), Chats.raw("ww1", 2, Chats.NOON))
                .attempt();
        PendingCommit replay =
                pending(table, FIRST, range(2, 3), Chats.raw("ww1", 1, Chats.NOON.plus(Duration.ofDays(2))));

        replay.attempt();

        assertThat(replay.replacedRows()).isEqualTo(1);
        assertThat(store.keys(ArchiveTable.RAW)).containsExactly(key(1), key(2));
        assertThat(store.rows(ArchiveTable.RAW))
                .filteredOn(row -> row.getField("seq").equals(1L))
                .extracting(row -> row.getField("fetched_at").toString().substring(0, 10))
                .containsExactly("2026-11-22");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DEATH_BEFORE", "DEATH_AFTER"})
    void aTaskThatDiesInItsCommitIsReplacedByOneThatAsksTheTable(Fault fault) {
        Table dying = new FaultyOperations(events()).commits(fault).table();
        PendingCommit first = pending(dying, FIRST, range(0, 2), Chats.event("ww1", 1), Chats.event("ww1", 2));
        assertThatThrownBy(first::attempt).isInstanceOf(Death.class);

        OptionalLong position = next(FIRST);
        if (position.isEmpty()) {
            pending(events(), FIRST, range(0, 2), Chats.event("ww1", 1), Chats.event("ww1", 2))
                    .attempt();
        }

        assertThat(position.isPresent()).isEqualTo(fault == Fault.DEATH_AFTER);
        assertThat(next(FIRST)).isEqualTo(OptionalLong.of(2));
        assertThat(store.keys(ArchiveTable.EVENTS)).containsExactly(key(1), key(2));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LOST", "UNANSWERED", "FALSELY_REFUSED"})
    void anUnknownOutcomeIsLookedUpAndNothingIsRemoved(Fault fault) throws Exception {
        Table table = new FaultyOperations(events()).commits(fault).table();
        PendingCommit commit = pending(table, FIRST, range(0, 2), Chats.event("ww1", 1));
        assertThatThrownBy(commit::attempt).isInstanceOf(CommitStateUnknownException.class);
        commit.abandon();

        Answer answer = commit.attempt();

        assertThat(answer).isEqualTo(Answer.COMMITTED);
        assertThat(store.keys(ArchiveTable.EVENTS)).containsExactly(key(1));
        assertThat(store.dataFiles()).hasSize(1);
        assertThat(events().snapshots()).hasSize(1);
    }

    @Test
    void anUnansweredCommitIsFoundAlthoughOthersWentOn() {
        Table table = new FaultyOperations(events()).commits(Fault.UNANSWERED).table();
        PendingCommit commit = pending(table, FIRST, range(0, 2), Chats.event("ww1", 1));
        assertThatThrownBy(commit::attempt).isInstanceOf(CommitStateUnknownException.class);
        pending(events(), FIRST, range(2, 3), Chats.event("ww1", 2)).attempt();

        Answer answer = commit.attempt();

        assertThat(answer).isEqualTo(Answer.COMMITTED);
        assertThat(store.keys(ArchiveTable.EVENTS)).containsExactly(key(1), key(2));
    }

    @Test
    void aCatalogThatIsAwayCostsAttemptsOnly() {
        FaultyOperations faulty = new FaultyOperations(events()).commits(Fault.AWAY);
        Table table = faulty.table();
        PendingCommit commit = pending(table, FIRST, range(0, 2), Chats.event("ww1", 1));
        assertThatThrownBy(commit::attempt).isInstanceOf(ServiceUnavailableException.class);
        faulty.refreshes(Fault.AWAY);
        assertThatThrownBy(commit::attempt).isInstanceOf(ServiceUnavailableException.class);

        Answer answer = commit.attempt();

        assertThat(answer).isEqualTo(Answer.COMMITTED);
        assertThat(store.keys(ArchiveTable.EVENTS)).containsExactly(key(1));
    }

    @Test
    void aTableThatWasRolledBackIsRefusedAndReadAgainOnceItsPropertiesAreGone() {
        pending(events(), FIRST, range(0, 1), Chats.event("ww1", 1)).attempt();
        long first = events().currentSnapshot().snapshotId();
        pending(events(), FIRST, range(1, 2), Chats.event("ww1", 2)).attempt();
        events().manageSnapshots().rollbackTo(first).commit();

        PendingCommit next = pending(events(), FIRST, range(2, 3), Chats.event("ww1", 3));
        assertThatThrownBy(next::attempt)
                .isInstanceOf(FatalSinkException.class)
                .hasMessageContaining("was rolled back")
                .hasMessageContaining("wecom.offset.*");
        UpdateProperties remedy = events().updateProperties();
        events().properties().keySet().stream()
                .filter(key -> key.startsWith("wecom.offset.") || key.startsWith("wecom.last-commit."))
                .forEach(remedy::remove);
        remedy.commit();
        Answer again = pending(
                        events(),
                        FIRST,
                        range(0, 3),
                        Chats.event("ww1", 1),
                        Chats.event("ww1", 2),
                        Chats.event("ww1", 3))
                .attempt();

        assertThat(again).isEqualTo(Answer.COMMITTED);
        assertThat(store.keys(ArchiveTable.EVENTS)).containsExactly(key(1), key(2), key(3));
    }

    @Test
    void aRollbackIsNoticedBehindALaterCommitOfSomebodyElseToo() {
        pending(events(), FIRST, range(0, 1), Chats.event("ww1", 1)).attempt();
        long first = events().currentSnapshot().snapshotId();
        pending(events(), FIRST, range(1, 2), Chats.event("ww1", 2)).attempt();
        events().manageSnapshots().rollbackTo(first).commit();
        Compaction.begin(events()).commit();
        Compaction.begin(events()).commit();

        PendingCommit next = pending(events(), FIRST, range(2, 3), Chats.event("ww1", 3));

        assertThatThrownBy(next::attempt).isInstanceOf(FatalSinkException.class);
    }

    @Test
    void aRollbackIsNoticedAfterTheSnapshotThatItLeftHasExpired() {
        pending(events(), FIRST, range(0, 1), Chats.event("ww1", 1)).attempt();
        long first = events().currentSnapshot().snapshotId();
        pending(events(), FIRST, range(1, 2), Chats.event("ww1", 2)).attempt();
        long left = events().currentSnapshot().snapshotId();
        events().manageSnapshots().rollbackTo(first).commit();
        events().expireSnapshots().expireSnapshotId(left).commit();

        PendingCommit next = pending(events(), FIRST, range(2, 3), Chats.event("ww1", 3));

        assertThatThrownBy(next::attempt).isInstanceOf(FatalSinkException.class);
    }

    @Test
    void compactionAndExpiryAreNoRollback() {
        pending(events(), FIRST, range(0, 1), Chats.event("ww1", 1)).attempt();
        Compaction.begin(events()).commit();
        events().expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();

        Answer next =
                pending(events(), FIRST, range(1, 2), Chats.event("ww1", 2)).attempt();

        assertThat(next).isEqualTo(Answer.COMMITTED);
    }

    @Test
    void aCommitThatWasNeverTriedLeavesNothingBehind() throws Exception {
        PendingCommit commit = pending(events(), FIRST, range(0, 2), Chats.event("ww1", 1));

        commit.abandon();

        assertThat(store.dataFiles()).isEmpty();
    }

    private Table events() {
        return store.open(ArchiveTable.EVENTS);
    }

    private OptionalLong next(SourcePartition partition) {
        return new TablePositions(events().properties()).next(partition);
    }

    private static RowKey key(long seq) {
        return new RowKey("ww1", seq);
    }
}
