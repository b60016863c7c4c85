package org.wecomarchive.sinkiceberg.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.recovery.Change;
import org.wecomarchive.recovery.Change.Phase;
import org.wecomarchive.recovery.State;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.sinkiceberg.cold.Chats;
import org.wecomarchive.sinkiceberg.cold.ColdStore;
import org.wecomarchive.sinkiceberg.cold.FaultyOperations;
import org.wecomarchive.sinkiceberg.cold.FaultyOperations.Fault;
import org.wecomarchive.sinkiceberg.delivery.FakeWorker.Options;
import org.wecomarchive.sinkiceberg.failure.FatalSinkException;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.write.RowKey;
import org.wecomarchive.sinkiceberg.write.WriteLimits;
import org.wecomarchive.testkit.registry.ScriptedRegistry;

final class TableFeedTest {

    /** Every second row makes a file. */
    private static final WriteLimits TIGHT = new WriteLimits(2100, 1 << 20);

    @TempDir
    Path folder;

    private final FakeTopic topic = new FakeTopic();
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
    void readsOnFromTheTableAndNotFromWhatConnectHasStored() {
        publish(0, 1, 30);
        FakeWorker before = worker(Options.committingEvery(1));
        before.assign(0, 0);
        before.steps(5);
        publish(0, 31, 35);

        FakeWorker reset = worker(Options.committingEvery(1));
        reset.assign(0, 0);
        reset.steps(5);
        FakeWorker ahead = worker(Options.committingEvery(1));
        publish(0, 36, 40);
        ahead.assign(38, 0);
        ahead.steps(5);

        assertThat(keys()).isEqualTo(keys(1, 40));
        assertThat(reset.metric("wecom_sink_rows_total")).isEqualTo(5);
        assertThat(ahead.metric("wecom_sink_rows_total")).isEqualTo(5);
    }

    @Test
    void twoRewindsWithinOneIntervalLeaveTheLastRow() {
        publish(0, 1, 12);
        topic.append(0, Chats.event("ww1", 5, Chats.NOON, "second"));
        topic.append(0, Chats.event("ww1", 6, Chats.NOON, "second"));
        topic.append(1, Chats.event("ww1", 5, Chats.NOON.plus(Duration.ofDays(3)), "third"));
        FakeWorker worker = worker(Options.committingEvery(60).with(TIGHT));

        worker.assign(0, 0, 1);
        worker.steps(70);

        assertThat(keys()).isEqualTo(keys(1, 12));
        assertThat(text(6)).isEqualTo("second");
        assertThat(text(5)).isIn("second", "third");
        assertThat(worker.metric("wecom_sink_rows_replaced_total")).isPositive();
    }

    @Test
    void aLaterRowInMemoryTakesThePlaceOfAnEarlierOneWithoutACommit() {
        publish(0, 1, 5);
        topic.append(0, Chats.event("ww1", 3, Chats.NOON.plus(Duration.ofDays(1)), "last"));
        FakeWorker worker = worker(Options.committingEvery(3));

        worker.assign(0, 0);
        worker.steps(10);

        assertThat(keys()).isEqualTo(keys(1, 5));
        assertThat(text(3)).isEqualTo("last");
        assertThat(worker.metric("wecom_sink_commits_total")).isEqualTo(1);
    }

    @Test
    void storesTheBytesOfADamagedMessage() {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {'{', (byte) 0xFF, '}'});
        topic.append(
                0,
                Chats.builder("ww1", 1, Chats.NOON, "a\uFFFD")
                        .setDamaged(true)
                        .setPayloadBytes(bytes)
                        .build());
        FakeWorker worker = worker(Options.committingEvery(1));

        worker.assign(0, 0);
        worker.steps(5);

        Record row = store.rows(ArchiveTable.EVENTS).get(0);
        assertThat(row.getField("damaged")).isEqualTo(true);
        assertThat(row.getField("payload_bytes")).isEqualTo(bytes);
    }

    @Test
    void waitsForACatalogThatIsAwayWithBoundedMemory() {
        publish(0, 1, 200);
        FaultyOperations faulty = new FaultyOperations(store.open(ArchiveTable.EVENTS))
                .commits(Fault.AWAY, Fault.UNANSWERED, Fault.LOST, Fault.AWAY);
        FakeWorker worker = new FakeWorker(topic, faulty::table, Options.committingEvery(2));
        worker.assign(0, 0);

        worker.steps(4);
        boolean waited = worker.isPaused();
        double state = worker.metric("wecom_sink_state");
        worker.steps(60);

        assertThat(waited).isTrue();
        assertThat(state).isEqualTo(2);
        assertThat(worker.metric("wecom_sink_state")).isEqualTo(1);
        assertThat(keys()).isEqualTo(keys(1, 200));
    }

    @Test
    void growingPausesComeBetweenTheConflictsOfACommit() {
        publish(0, 1, 5);
        FakeWorker worker = refused(3);

        worker.steps(10);

        assertThat(worker.slept()).hasSize(3).isSorted();
        assertThat(worker.slept().get(2)).isGreaterThan(Duration.ofSeconds(3));
        assertThat(worker.changes()).isEmpty();
        assertThat(worker.metric("wecom_sink_conflicts_total")).isEqualTo(3);
        assertThat(worker.metric("wecom_sink_state")).isEqualTo(State.RUNNING.code());
        assertThat(keys()).isEqualTo(keys(1, 5));
    }

    @Test
    void conflictsThatDoNotEndAreATroubleUntilACommitLands() {
        publish(0, 1, 5);
        FakeWorker worker = refused(30);

        worker.steps(12);
        double state = worker.metric("wecom_sink_state");
        double age = worker.metric("wecom_sink_oldest_uncommitted_seconds");
        List<Change> changes = worker.changes();
        worker.steps(60);

        assertThat(state).isEqualTo(State.BACKING_OFF.code());
        assertThat(age).isGreaterThan(20);
        assertThat(changes).extracting(Change::phase).containsExactly(Phase.BEGAN);
        assertThat(worker.changes()).extracting(Change::phase).containsExactly(Phase.BEGAN, Phase.OVER);
        assertThat(worker.metric("wecom_sink_conflicts_total")).isEqualTo(30);
        assertThat(worker.metric("wecom_sink_state")).isEqualTo(State.RUNNING.code());
        assertThat(keys()).isEqualTo(keys(1, 5));
    }

    @Test
    void readsAgainWhatAFailingStorageDidNotTake() {
        publish(0, 1, 50);
        FaultyOperations faulty = new FaultyOperations(store.open(ArchiveTable.EVENTS));
        FakeWorker worker = new FakeWorker(topic, faulty::table, Options.committingEvery(2));
        worker.assign(0, 0);
        faulty.storageAway(true);

        worker.steps(10);
        double storedMeanwhile = worker.metric("wecom_sink_rows_total");
        faulty.storageAway(false);
        worker.steps(20);

        assertThat(storedMeanwhile).isZero();
        assertThat(keys()).isEqualTo(keys(1, 50));
    }

    @Test
    void filesThatWaitedTooLongForTheCatalogAreWrittenAnew() {
        publish(0, 1, 10);
        FaultyOperations faulty = new FaultyOperations(store.open(ArchiveTable.EVENTS)).commits(Fault.AWAY);
        FakeWorker worker = new FakeWorker(topic, faulty::table, Options.committingEvery(1));
        worker.assign(0, 0);
        worker.steps(3);
        List<RowKey> meanwhile = keys();

        worker.pass(Duration.ofHours(2));
        worker.steps(10);

        assertThat(meanwhile).isEmpty();
        assertThat(keys()).isEqualTo(keys(1, 10));
        assertThat(worker.metric("wecom_sink_rows_total")).isEqualTo(10);
    }

    @Test
    void triesToOpenTheTableUntilTheCatalogAnswers() {
        publish(0, 1, 5);
        int[] calls = {0};
        FakeWorker worker = new FakeWorker(
                topic,
                () -> {
                    if (++calls[0] < 3) {
                        throw new ServiceUnavailableException("away");
                    }
                    return store.open(ArchiveTable.EVENTS);
                },
                Options.committingEvery(1));

        worker.assign(0, 0);
        worker.steps(30);

        assertThat(keys()).isEqualTo(keys(1, 5));
    }

    @Test
    void reportsTroubleThatLastsEveryTenMinutesAndWhenItIsOver() {
        publish(0, 1, 5);
        boolean[] away = {true};
        FakeWorker worker = new FakeWorker(
                topic,
                () -> {
                    if (away[0]) {
                        throw new ServiceUnavailableException("away");
                    }
                    return store.open(ArchiveTable.EVENTS);
                },
                Options.committingEvery(1));
        worker.assign(0, 0);

        worker.steps((int) Duration.ofMinutes(25).toSeconds());
        double age = worker.metric("wecom_sink_oldest_uncommitted_seconds");
        away[0] = false;
        worker.steps(30);

        assertThat(worker.changes())
                .extracting(Change::phase)
                .containsExactly(Phase.BEGAN, Phase.LASTS, Phase.LASTS, Phase.OVER);
        assertThat(age).isGreaterThan(24 * 60);
        assertThat(worker.metric("wecom_sink_state")).isEqualTo(State.RUNNING.code());
    }

    @Test
    void aRegistryThatIsAwayIsOneTroubleUntilItAnswers() {
        publish(0, 1, 5);
        topic.appendOfANewSchema(0, Chats.event("ww1", 6));
        topic.registryAway(true);
        FakeWorker worker = worker(Options.committingEvery(2));
        worker.assign(0, 0);

        worker.steps(60);
        List<RowKey> meanwhile = keys();
        double state = worker.metric("wecom_sink_state");
        double age = worker.metric("wecom_sink_oldest_uncommitted_seconds");
        List<Change> changes = worker.changes();
        topic.registryAway(false);
        worker.steps(10);

        assertThat(meanwhile).isEqualTo(keys(1, 5));
        assertThat(state).isEqualTo(State.BACKING_OFF.code());
        assertThat(age).isGreaterThan(50);
        assertThat(changes).extracting(Change::phase).containsExactly(Phase.BEGAN);
        assertThat(worker.changes()).hasSize(2).last().satisfies(over -> {
            assertThat(over.phase()).isEqualTo(Phase.OVER);
            assertThat(over.attempts()).isGreaterThan(5);
        });
        assertThat(keys()).isEqualTo(keys(1, 6));
        assertThat(worker.metric("wecom_sink_state")).isEqualTo(State.RUNNING.code());
        assertThat(worker.metric("wecom_sink_oldest_uncommitted_seconds")).isZero();
    }

    /** A replica that lags, a registry restored from a backup, the address of another one. */
    @Test
    void waitsForAPersonWhileTheRegistryDoesNotKnowASchemaAndPutsNothingAside() throws Exception {
        List<Long> aside = new ArrayList<>();
        Options options = Options.committingEvery(2).puttingAside((record, error) -> {
            aside.add(record.kafkaOffset());
            return CompletableFuture.completedFuture(null);
        });
        try (ScriptedRegistry registry = ScriptedRegistry.empty();
                RecordReader<ChatEvent> reader = reader(registry)) {
            topic.readWith(reader);
            publish(0, 1, 5);
            topic.appendFramed(0, 7, Chats.avro(Chats.event("ww1", 6)));
            publish(0, 7, 9);
            FakeWorker worker = worker(options);
            worker.assign(0, 0);

            worker.steps(60);
            List<RowKey> meanwhile = keys();
            double state = worker.metric("wecom_sink_state");
            List<Change> changes = worker.changes();
            registry.add(7, ChatEvent.getClassSchema().toString());
            worker.steps(20);

            assertThat(meanwhile).isEqualTo(keys(1, 5));
            assertThat(state).isEqualTo(State.WAITING_FOR_OPERATOR.code());
            assertThat(changes).singleElement().satisfies(began -> assertThat(
                            began.failure().sentence())
                    .contains("events-0@5: schema id 7 of events-value is unknown"));
            assertThat(registry.notFound()).isBetween(5, 10);
            assertThat(keys()).isEqualTo(keys(1, 9));
            assertThat(aside).isEmpty();
            assertThat(worker.metric("wecom_sink_state")).isEqualTo(State.RUNNING.code());
        }
    }

    @Test
    void stopsAtATopicOfOtherRecordsAndSaysWhichSettingToCorrect() throws Exception {
        List<Long> aside = new ArrayList<>();
        Options options = Options.committingEvery(2).puttingAside((record, error) -> {
            aside.add(record.kafkaOffset());
            return CompletableFuture.completedFuture(null);
        });
        try (ScriptedRegistry registry = ScriptedRegistry.empty();
                RecordReader<ChatEvent> reader = reader(registry)) {
            registry.add(3, RawRecord.getClassSchema().toString());
            topic.readWith(reader);
            topic.appendFramed(0, 3, new byte[] {2});
            FakeWorker worker = worker(options);
            worker.assign(0, 0);

            assertThatThrownBy(() -> worker.steps(10))
                    .isInstanceOf(FatalSinkException.class)
                    .hasMessageContaining("the topic events holds RawRecord, this connector wants ChatEvent")
                    .hasMessageContaining("correct topics or table.kind")
                    .hasMessageNotContaining("errors.deadletterqueue");
            assertThat(aside).isEmpty();
            assertThat(worker.committed()).isEmpty();
        }
    }

    private static RecordReader<ChatEvent> reader(ScriptedRegistry registry) {
        return RecordReader.of(ChatEvent.class, Map.of("schema.registry.url", registry.url()));
    }

    @Test
    void recordsThatNeedNoRegistryDoNotEndItsTrouble() {
        publish(0, 1, 5);
        topic.appendOfANewSchema(1, Chats.event("ww1", 6));
        topic.registryAway(true);
        FakeWorker worker = worker(Options.committingEvery(2));
        worker.assign(0, 0, 1);

        for (int seq = 101; seq <= 160; seq++) {
            publish(0, seq, seq);
            worker.steps(1);
        }

        assertThat(keys()).contains(new RowKey("ww1", 140)).doesNotContain(new RowKey("ww1", 6));
        assertThat(worker.changes()).extracting(Change::phase).containsExactly(Phase.BEGAN);
        assertThat(worker.metric("wecom_sink_state")).isEqualTo(State.BACKING_OFF.code());
        assertThat(worker.metric("wecom_sink_oldest_uncommitted_seconds")).isGreaterThan(50);
    }

    @Test
    void aRecordThatIsLeftToAnotherTaskIsNoTroubleAnyMore() {
        publish(1, 1, 5);
        topic.appendOfANewSchema(0, Chats.event("ww1", 6));
        topic.registryAway(true);
        FakeWorker worker = worker(Options.committingEvery(2));
        worker.assign(0, 0, 1);
        worker.steps(10);

        worker.revoke(0);
        worker.steps(10);

        assertThat(worker.metric("wecom_sink_state")).isEqualTo(State.RUNNING.code());
        assertThat(worker.metric("wecom_sink_oldest_uncommitted_seconds")).isZero();
        assertThat(keys()).isEqualTo(keys(1, 5));
    }

    @Test
    void aCatalogThatAnswersDoesNotEndTheTroubleOfTheStorage() {
        publish(0, 1, 50);
        FaultyOperations faulty = new FaultyOperations(store.open(ArchiveTable.EVENTS));
        FakeWorker worker = new FakeWorker(topic, faulty::table, Options.committingEvery(2));
        worker.assign(0, 0);
        faulty.storageAway(true);

        worker.steps(60);
        double state = worker.metric("wecom_sink_state");
        double age = worker.metric("wecom_sink_oldest_uncommitted_seconds");
        List<Change> changes = worker.changes();
        faulty.storageAway(false);
        worker.steps(20);

        assertThat(state).isEqualTo(State.BACKING_OFF.code());
        assertThat(age).isGreaterThan(50);
        assertThat(changes).extracting(Change::phase).containsExactly(Phase.BEGAN);
        assertThat(worker.changes()).extracting(Change::phase).containsExactly(Phase.BEGAN, Phase.OVER);
        assertThat(worker.metric("wecom_sink_oldest_uncommitted_seconds")).isZero();
        assertThat(keys()).isEqualTo(keys(1, 50));
    }

    @Test
    void aZombieWhosePartitionMovedGivesUpItsRows() throws Exception {
        publish(0, 1, 10);
        FakeWorker zombie = worker(Options.committingEvery(5));
        zombie.assign(0, 0);
        zombie.steps(3);
        FakeWorker owner = worker(Options.committingEvery(1));
        owner.assign(0, 0);
        owner.steps(5);

        zombie.steps(10);
        publish(0, 11, 20);
        zombie.steps(10);
        owner.steps(10);

        assertThat(keys()).isEqualTo(keys(1, 20));
        assertThat(zombie.metric("wecom_sink_superseded_total")).isEqualTo(1);
        assertThat(store.dataFiles()).hasSize(2);
    }

    @Test
    void whatIsOpenWhenAPartitionIsRevokedIsLeftToTheNextOne() {
        publish(0, 1, 10);
        publish(1, 101, 110);
        FakeWorker first = worker(Options.committingEvery(5));
        first.assign(0, 0, 1);
        first.steps(4);

        first.revoke(1);
        FakeWorker second = worker(Options.committingEvery(1));
        second.assign(0, 1);
        second.steps(5);
        first.steps(10);

        assertThat(keys()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void staysWithinItsMemoryByMakingFilesEarly() throws Exception {
        for (int day = 0; day < 10; day++) {
            topic.append(0, Chats.event("ww1", day, Chats.NOON.plus(Duration.ofDays(day)), "text"));
        }
        FakeWorker worker = worker(Options.committingEvery(60).with(TIGHT));

        worker.assign(0, 0);
        worker.steps(3);

        assertThat(worker.metric("wecom_sink_open_partitions")).isLessThanOrEqualTo(2);
        assertThat(worker.metric("wecom_sink_memory_bytes")).isLessThanOrEqualTo(2100);
        assertThat(store.dataFiles()).hasSizeGreaterThanOrEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 50})
    void rowsOfManyCorpsShareFiles(int corps) {
        for (int record = 0; record < 30 * corps; record++) {
            topic.append(0, Chats.event("ww" + record % corps, record / corps + 1));
        }
        FakeWorker roomy = worker(Options.committingEvery(100));
        roomy.assign(0, 0);
        roomy.steps(180);

        assertThat(roomy.metric("wecom_sink_rows_total")).isEqualTo(30 * corps);
        assertThat(roomy.metric("wecom_sink_files_total")).isEqualTo(corps);
    }

    @Test
    void memoryForHalfTheRowsOfManyCorpsStillMakesFilesOfManyRows() {
        for (int record = 0; record < 1000; record++) {
            topic.append(0, Chats.event("ww" + record % 50, record / 50 + 1));
        }
        FakeWorker tight = worker(Options.committingEvery(60).with(new WriteLimits(500 * 1040, 1 << 20)));
        tight.assign(0, 0);
        tight.steps(120);

        assertThat(tight.metric("wecom_sink_rows_total")).isEqualTo(1000);
        assertThat(tight.metric("wecom_sink_files_total")).isLessThanOrEqualTo(150);
    }

    @Test
    void aRowWhoseEarlierOneIsInAFileIsCommittedInTimeAlthoughNoOtherComes() {
        publish(0, 1, 12);
        topic.append(0, Chats.event("ww1", 1, Chats.NOON, "second"));
        FakeWorker worker = worker(Options.committingEvery(60).with(TIGHT));
        worker.assign(0, 0);

        worker.steps(5);
        double age = worker.metric("wecom_sink_oldest_uncommitted_seconds");
        worker.steps(65);

        assertThat(age).isPositive();
        assertThat(text(1)).isEqualTo("second");
        assertThat(worker.committed()).isEqualTo(Map.of(FakeTopic.partition(0), 13L));
        assertThat(worker.metric("wecom_sink_oldest_uncommitted_seconds")).isZero();
    }

    @Test
    void aPartitionThatWasOnlyIdleWhenRetentionEmptiedItGoesOn() {
        FakeWorker running = idleBeforeAMarker();
        topic.removeBefore(0, 100);

        publish(0, 6, 8);
        running.steps(5);

        assertThat(keys()).isEqualTo(keys(1, 8));
    }

    @Test
    void aPartitionThatWasOnlyIdleWhenRetentionEmptiedItStartsAgain() {
        FakeWorker stopped = idleBeforeAMarker();
        topic.removeBefore(0, 100);

        FakeWorker started = worker(Options.committingEvery(1));
        started.assign(0, 0);
        publish(0, 6, 8);
        started.steps(5);

        assertThat(stopped.committed()).isEqualTo(Map.of(FakeTopic.partition(0), 6L));
        assertThat(keys()).isEqualTo(keys(1, 8));
    }

    /** A task whose partition ended with a transaction's marker, ten minutes ago. */
    private FakeWorker idleBeforeAMarker() {
        publish(0, 1, 5);
        topic.appendMarker(0);
        FakeWorker worker = worker(Options.committingEvery(1));
        worker.assign(0, 0);
        worker.steps(5);
        worker.pass(Duration.ofMinutes(10));
        worker.steps(5);
        return worker;
    }

    @Test
    void offsetsOfTransactionMarkersAreNoGaps() {
        publish(0, 1, 5);
        topic.appendMarker(0);
        publish(0, 6, 10);
        FakeWorker worker = worker(Options.committingEvery(1));

        worker.assign(0, 0);
        worker.steps(5);

        assertThat(worker.committed()).isEqualTo(Map.of(FakeTopic.partition(0), 11L));
        assertThat(keys()).isEqualTo(keys(1, 10));
    }

    @Test
    void whatIsPutAsideMovesThePositionAlsoWhereNothingElseCame() {
        List<Long> aside = new ArrayList<>();
        Options options = Options.committingEvery(5).puttingAside((record, error) -> {
            aside.add(record.kafkaOffset());
            return CompletableFuture.completedFuture(null);
        });
        topic.appendGarbage(0);
        FakeWorker before = worker(options);
        before.assign(0, 0);
        before.steps(10);

        FakeWorker after = worker(options);
        after.assign(0, 0);
        after.steps(10);

        assertThat(before.committed()).isEqualTo(Map.of(FakeTopic.partition(0), 1L));
        assertThat(aside).containsExactly(0L);
        assertThat(keys()).isEmpty();
    }

    @Test
    void aDeadLetterThatIsRefusedStopsTheTaskAndARestartWritesIt() {
        publish(0, 1, 5);
        topic.appendGarbage(0);
        boolean[] away = {true};
        Options options = Options.committingEvery(2)
                .puttingAside((record, error) -> away[0]
                        ? CompletableFuture.failedFuture(new NotEnoughReplicasException("secret"))
                        : CompletableFuture.completedFuture(null));
        FakeWorker before = worker(options);
        before.assign(0, 0);

        assertThatThrownBy(() -> before.steps(10))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(FatalSinkException.class)
                .hasMessageContaining("NotEnoughReplicasException")
                .hasRootCauseMessage("org.apache.kafka.common.errors.NotEnoughReplicasException");
        Map<TopicPartition, Long> committed = before.committed();
        List<RowKey> meanwhile = keys();
        away[0] = false;
        FakeWorker after = worker(options);
        after.assign(0, 0);
        after.steps(10);

        assertThat(committed).isEmpty();
        assertThat(meanwhile).isEmpty();
        assertThat(before.changes()).isEmpty();
        assertThat(keys()).isEqualTo(keys(1, 5));
        assertThat(after.committed()).isEqualTo(Map.of(FakeTopic.partition(0), 6L));
    }

    @Test
    void aDeadLetterWithoutAnAnswerIsATroubleOfItsOwn() {
        publish(0, 1, 5);
        topic.appendGarbage(0);
        SlowLetter letter = new SlowLetter();
        FakeWorker worker = worker(Options.committingEvery(2).puttingAside((record, error) -> letter));
        worker.assign(0, 0);

        worker.steps(30);
        double state = worker.metric("wecom_sink_state");
        double age = worker.metric("wecom_sink_oldest_uncommitted_seconds");
        Map<TopicPartition, Long> meanwhile = worker.committed();
        letter.complete(null);
        worker.steps(10);

        assertThat(state).isEqualTo(State.BACKING_OFF.code());
        assertThat(age).isGreaterThan(20);
        assertThat(meanwhile).isEmpty();
        assertThat(worker.changes()).extracting(Change::phase).containsExactly(Phase.BEGAN, Phase.OVER);
        assertThat(worker.changes()).extracting(Change::what).containsOnly("the dead letters");
        assertThat(worker.metric("wecom_sink_state")).isEqualTo(State.RUNNING.code());
        assertThat(worker.committed()).isEqualTo(Map.of(FakeTopic.partition(0), 6L));
    }

    @Test
    void recordsThatRetentionTookUnreadAreFatal() {
        publish(0, 1, 40);
        FakeWorker worker = worker(Options.committingEvery(60));
        worker.assign(0, 0);
        worker.steps(2);
        topic.removeBefore(0, 30);
        worker.steps(2);

        assertThatThrownBy(() -> worker.steps(65))
                .isInstanceOf(FatalSinkException.class)
                .hasMessageContaining("Offset 20 of events-0")
                .hasMessageContaining("wecom.offset.topic-id.0 to 30");
        assertThat(keys()).isEmpty();
    }

    @Test
    void aTopicMadeAgainUnderItsNameIsFatal() {
        publish(0, 1, 5);
        FakeWorker before = worker(Options.committingEvery(1));
        before.assign(0, 0);
        before.steps(5);
        topic.makeAgain();
        FakeWorker after = worker(Options.committingEvery(1));
        after.assign(0, 0);

        assertThatThrownBy(() -> after.steps(1))
                .isInstanceOf(FatalSinkException.class)
                .hasMessageContaining("events was made again");
    }

    /** A dead letter whose writing takes longer than anybody waits, without a test that waits. */
    private static final class SlowLetter extends CompletableFuture<Void> {

        @Override
        public Void get(long timeout, TimeUnit unit) throws ExecutionException, InterruptedException, TimeoutException {
            if (!isDone()) {
                throw new TimeoutException();
            }
            return get();
        }
    }

    /** One whose first commits meet others. */
    private FakeWorker refused(int times) {
        Table table = store.open(ArchiveTable.EVENTS);
        table.updateProperties().set(TableProperties.COMMIT_NUM_RETRIES, "0").commit();
        FaultyOperations faulty = new FaultyOperations(table);
        Collections.nCopies(times, Fault.REFUSED).forEach(faulty::commits);
        FakeWorker worker = new FakeWorker(topic, faulty::table, Options.committingEvery(2));
        worker.assign(0, 0);
        return worker;
    }

    private FakeWorker worker(Options options) {
        Table table = store.open(ArchiveTable.EVENTS);
        return new FakeWorker(topic, () -> table, options);
    }

    private void publish(int partition, long first, long last) {
        LongStream.rangeClosed(first, last).forEach(seq -> topic.append(partition, Chats.event("ww1", seq)));
    }

    private List<RowKey> keys() {
        return store.keys(ArchiveTable.EVENTS);
    }

    private static List<RowKey> keys(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(seq -> new RowKey("ww1", seq))
                .toList();
    }

    private String text(long seq) {
        return store.rows(ArchiveTable.EVENTS).stream()
                .filter(row -> row.getField("seq").equals(seq))
                .map((Record row) -> (String) row.getField("text"))
                .reduce((one, two) -> one + " and " + two)
                .orElseThrow();
    }
}
