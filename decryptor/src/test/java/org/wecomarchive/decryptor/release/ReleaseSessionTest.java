package org.wecomarchive.decryptor.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wecomarchive.decryptor.fixtures.Records.envelope;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.decryptor.crypto.RsaEngine;
import org.wecomarchive.decryptor.crypto.RsaProvider;
import org.wecomarchive.decryptor.decryption.Decrypter;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.decryption.EventEncoding;
import org.wecomarchive.decryptor.decryption.KeyDecryption;
import org.wecomarchive.decryptor.decryption.PayloadDecryption;
import org.wecomarchive.decryptor.decryption.RecordDecryption;
import org.wecomarchive.decryptor.erasure.ErasureFilter;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.fixtures.Orders;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.decryptor.fixtures.ScriptedSdk;
import org.wecomarchive.decryptor.fixtures.TestKeys;
import org.wecomarchive.decryptor.keyring.KeyFileAccess;
import org.wecomarchive.decryptor.keyring.KeyRing;
import org.wecomarchive.decryptor.keyring.PemPassword;
import org.wecomarchive.decryptor.outcome.OutcomeHeaders;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.CommandState;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.RecordKeys;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.testkit.registry.ScriptedRegistry;

final class ReleaseSessionTest {

    private static final Topics TOPICS = new Topics("test");
    private static final TopicPartition PLACE = new TopicPartition(TOPICS.parked(), 0);

    private static final int SLICE = 4;

    @TempDir
    private Path keysDir;

    private final ScriptedSdk sdk = new ScriptedSdk();
    private final ParkedLog log = new ParkedLog(TOPICS);
    private final Orders orders = new Orders();
    private final TestCommands commands = new TestCommands();
    private final ReleaseFigures figures = new ReleaseFigures(() -> 0);
    private final Queue<Runnable> meanwhile = new ArrayDeque<>();
    private Decrypter decrypter;
    private KeyRing keys;
    private ReleaseSession session;

    @BeforeEach
    void open() {
        keys = new KeyRing(keysDir, KeyFileAccess.OWNER, PemPassword.none(), RsaEngine.open(RsaProvider.JDK), () -> 0);
        RecordDecryption.Clocks clocks = new RecordDecryption.Clocks(() -> Records.DECRYPTED_AT, () -> 0);
        PayloadDecryption payloads = new PayloadDecryption(sdk);
        RecordDecryption decryption = new RecordDecryption(
                Records::decode, new KeyDecryption(keys), payloads, new EventEncoding(Records::encode, 4096), clocks);
        decrypter = new ErasureFilter(decryption, orders.log(), Records::encode);
        session = new ReleaseSession(new ReleaseContext(
                TOPICS, log::clients, this::decrypt, payloads, keys, SLICE, commands.codec(), clocks, figures));
        session.begin();
        log.assign();
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void writesTheEventTheTombstoneAndOffsetsInOneTransactionOnceTheKeyIsThere() throws Exception {
        park(envelope(42).build(), ParkedReason.MISSING_KEY);
        runUntilIdle();
        List<ProducerRecord<byte[], byte[]>> before = log.committed();

        installKey("pkcs1.pem");
        runUntilIdle();

        List<ProducerRecord<byte[], byte[]>> written = log.committed();
        assertThat(before).isEmpty();
        assertThat(written).extracting(ProducerRecord::topic).containsExactly(TOPICS.events(), TOPICS.parked());
        assertThat(Records.event(written.get(0).value()).getPayload()).isEqualTo(Records.PLAINTEXT);
        assertThat(written.get(0).timestamp()).isEqualTo(1000);
        assertThat(text(written.get(0), HeaderNames.DELIVERY)).isEqualTo("released");
        assertThat(written.get(1).key()).isEqualTo(key(42));
        assertThat(written.get(1).value()).isNull();
        assertThat(written.get(1).partition()).isZero();
        assertThat(log.mock().commitCount()).isEqualTo(1);
        assertThat(log.mock()
                        .consumerGroupOffsetsHistory()
                        .get(0)
                        .values()
                        .iterator()
                        .next())
                .containsOnlyKeys(PLACE);
    }

    @Test
    void releasesWhatWasParkedBeforeItStarted() throws Exception {
        installKey("pkcs1.pem");
        park(envelope(1).build(), ParkedReason.MISSING_KEY);
        park(envelope(2).build(), ParkedReason.KEY_MISMATCH);

        runUntilIdle();

        assertThat(topics(log.committed()))
                .containsExactly(TOPICS.events(), TOPICS.parked(), TOPICS.events(), TOPICS.parked());
    }

    @Test
    void waitsUntilEverythingTheOwnerBeforeHasWrittenIsDecided() throws Exception {
        installKey("pkcs1.pem");
        park(envelope(42).build(), ParkedReason.MISSING_KEY);
        log.leaveUndecided(1);

        runUntilIdle();
        List<ProducerRecord<byte[], byte[]>> whileOpen = log.committed();
        log.append(key(42), null, Records.headers(envelope(42).build(), "released"));
        runUntilIdle();

        assertThat(whileOpen).isEmpty();
        assertThat(log.committed()).isEmpty();
    }

    @Test
    void releasesOnlyTheCurrentRecordOfAKeyAndNoneAfterItsTombstone() throws Exception {
        park(envelope(1).build(), ParkedReason.MISSING_KEY);
        park(envelope(1).build(), ParkedReason.MISSING_KEY);
        park(envelope(2).build(), ParkedReason.MISSING_KEY);
        log.append(key(2), null, Records.headers(envelope(2).build(), "released"));
        installKey("pkcs1.pem");

        runUntilIdle();

        assertThat(topics(log.committed())).containsExactly(TOPICS.events(), TOPICS.parked());
    }

    @Test
    void releasesNothingTwiceAlthoughItReadsItsOwnTombstonesAndLosesThePartition() throws Exception {
        installKey("pkcs1.pem");
        park(envelope(1).build(), ParkedReason.MISSING_KEY);
        runUntilIdle();
        log.committed();

        runUntilIdle();
        log.revoke();
        runUntilIdle();
        log.assign();
        runUntilIdle();

        assertThat(log.committed()).isEmpty();
    }

    @Test
    void parksAgainUnderAnotherReasonOnceAndThenWaitsForAnotherKeyFile() throws Exception {
        RawRecord raw = envelope(42).build();
        park(raw, ParkedReason.MISSING_KEY);
        installKey("other.pem");
        runUntilIdle();
        List<ProducerRecord<byte[], byte[]>> first = log.committed();
        runUntilIdle();
        List<ProducerRecord<byte[], byte[]>> idle = log.committed();

        installKey("pkcs1.pem");
        runUntilIdle();

        assertThat(topics(first)).containsExactly(TOPICS.parked());
        assertThat(first.get(0).key()).isEqualTo(key(42));
        assertThat(first.get(0).value()).isEqualTo(Records.bytes(raw));
        assertThat(text(first.get(0), HeaderNames.REASON)).isEqualTo("key-mismatch");
        assertThat(text(first.get(0), HeaderNames.DELIVERY)).isEqualTo("released");
        assertThat(text(first.get(0), HeaderNames.ERROR_TOPIC)).isEqualTo(TOPICS.raw());
        assertThat(text(first.get(0), HeaderNames.ERROR_OFFSET)).isEqualTo("77");
        assertThat(idle).isEmpty();
        assertThat(topics(log.committed())).containsExactly(TOPICS.events(), TOPICS.parked());
    }

    @Test
    void writesNothingForWhatStaysParkedForTheSameReasonAndTriesItOnce() throws Exception {
        installKey("other.pem");
        park(envelope(42).build(), ParkedReason.KEY_MISMATCH);

        boolean tried = session.round();
        boolean triedAgain = session.round();

        assertThat(tried).isTrue();
        assertThat(triedAgain).isFalse();
        assertThat(log.committed()).isEmpty();
    }

    @Test
    void turnsWhatCanNeverBeAnEventIntoADeadLetterWithItsTombstone() throws Exception {
        installKey("pkcs1.pem");
        park(
                envelope(42)
                        .setEncryptedPayload(ScriptedSdk.message(Records.KEY_STRING, "not JSON"))
                        .build(),
                ParkedReason.MISSING_KEY);

        runUntilIdle();

        List<ProducerRecord<byte[], byte[]>> written = log.committed();
        assertThat(topics(written)).containsExactly(TOPICS.deadLetters(), TOPICS.parked());
        assertThat(text(written.get(0), HeaderNames.REASON)).isEqualTo("bad-json");
        assertThat(text(written.get(0), HeaderNames.DELIVERY)).isEqualTo("released");
        assertThat(text(written.get(0), HeaderNames.ERROR_OFFSET)).isEqualTo("77");
        assertThat(written.get(1).value()).isNull();
    }

    @Test
    void takesAnErasedRecordOutOfParkedWithoutAnEvent() throws Exception {
        installKey("pkcs1.pem");
        park(envelope(42).build(), ParkedReason.MISSING_KEY);
        orders.give(Orders.order("case-1").setSubject("zhangsan").build());

        runUntilIdle();

        List<ProducerRecord<byte[], byte[]>> written = log.committed();
        assertThat(topics(written)).containsExactly(TOPICS.erased(), TOPICS.parked());
        assertThat(Records.erased(written.get(0).value()))
                .isEqualTo(Orders.order("case-1").setSeq(42L).build());
        assertThat(text(written.get(0), HeaderNames.DELIVERY)).isEqualTo("released");
        assertThat(written.get(1).value()).isNull();
    }

    @Test
    void leavesAloneWhatCrashedTheLibrary() throws Exception {
        installKey("pkcs1.pem");
        park(envelope(42).build(), ParkedReason.NATIVE_CRASH);

        runUntilIdle();

        assertThat(sdk.calls()).isZero();
        assertThat(log.committed()).isEmpty();
    }

    @Test
    void releasesWhatCrashedTheLibraryByCommandAndSaysHowFarItIs() throws Exception {
        installKey("pkcs1.pem");
        park(envelope(1).build(), ParkedReason.NATIVE_CRASH);
        park(envelope(2).build(), ParkedReason.NATIVE_CRASH);
        order(TestCommands.release("c-1", "native-crash").build());

        runUntilIdle();

        List<ProducerRecord<byte[], byte[]>> written = log.committed();
        assertThat(topics(written))
                .containsExactly(
                        TOPICS.commands(),
                        TOPICS.events(),
                        TOPICS.parked(),
                        TOPICS.events(),
                        TOPICS.parked(),
                        TOPICS.commands(),
                        TOPICS.commands());
        assertThat(steps(written)).containsExactly("accepted 0 0", "in-progress 2 0", "completed 2 0");
        assertThat(new String(written.get(0).key(), UTF_8)).isEqualTo("c-1/0");
        assertThat(log.mock().commitCount()).isEqualTo(3);
        runUntilIdle();
        assertThat(log.committed()).isEmpty();
    }

    @Test
    void parksAgainByCommandWhatCrashesAgainAndTriesItOnceACommand() throws Exception {
        installKey("pkcs1.pem");
        RawRecord raw = envelope(1).build();
        SdkCrashException crash =
                new SdkCrashException(SdkFunction.DECRYPT_DATA, SdkCrashException.Kind.ABORTED, true, "none");
        sdk.fail(raw.getEncryptedPayload(), crash, crash);
        park(raw, ParkedReason.NATIVE_CRASH);
        order(TestCommands.release("c-1", "native-crash").build());

        assertThatThrownBy(this::runUntilIdle).isInstanceOf(TransientTroubleException.class);
        runUntilIdle();
        List<ProducerRecord<byte[], byte[]>> first = log.committed();
        order(TestCommands.release("c-2", "native-crash").build());
        runUntilIdle();

        assertThat(steps(first)).containsExactly("accepted 0 0", "in-progress 0 1", "completed 0 1");
        assertThat(topics(first)).doesNotContain(TOPICS.parked(), TOPICS.events());
        assertThat(steps(log.committed())).containsExactly("accepted 0 0", "in-progress 1 0", "completed 1 0");
        assertThat(sdk.calls()).isEqualTo(3);
    }

    @Test
    void releasesByCommandOnlyTheRecordsThatItNames() throws Exception {
        installKey("pkcs1.pem");
        for (int seq = 1; seq <= 3; seq++) {
            park(envelope(seq).build(), ParkedReason.NATIVE_CRASH);
        }
        order(TestCommands.release("c-1", "native-crash")
                .setCorpId(Records.CORP)
                .setSeqs(List.of(2L))
                .build());
        order(TestCommands.release("c-2", "native-crash")
                .setCorpId("another corp")
                .build());

        runUntilIdle();

        List<ProducerRecord<byte[], byte[]>> written = log.committed();
        assertThat(written.stream()
                        .filter(record -> record.topic().equals(TOPICS.events()))
                        .map(record -> text(record, HeaderNames.SEQ)))
                .containsExactly("2");
        assertThat(steps(written))
                .containsExactly("accepted 0 0", "in-progress 1 0", "completed 1 0", "accepted 0 0", "completed 0 0");
    }

    @Test
    void goesOnWithACommandWhereAnotherInstanceHasLeftIt() throws Exception {
        installKey("pkcs1.pem");
        for (int seq = 1; seq <= 3; seq++) {
            park(envelope(seq).build(), ParkedReason.NATIVE_CRASH);
        }
        Command command = TestCommands.release("c-1", "native-crash").build();
        order(command);
        Command left = CommandRun.begin(command, 0)
                .acceptedUpTo(2)
                .after(new ReleaseBatch(0), 1)
                .record(CommandState.IN_PROGRESS, Records.DECRYPTED_AT);
        log.command("c-1/0".getBytes(UTF_8), Records.encode(left));

        runUntilIdle();

        List<ProducerRecord<byte[], byte[]>> written = log.committed();
        assertThat(written.stream()
                        .filter(record -> record.topic().equals(TOPICS.events()))
                        .map(record -> text(record, HeaderNames.SEQ)))
                .containsExactly("2");
        assertThat(steps(written)).containsExactly("in-progress 1 0", "completed 1 0");
    }

    /** A replica that lags behind a newer archivectl, a registry that was restored. */
    @Test
    void passesOverNoCommandWhoseSchemaTheRegistryDoesNotKnowYet() throws Exception {
        try (ScriptedRegistry registry = ScriptedRegistry.empty();
                RecordReader<Command> reader = reader(registry)) {
            commands.readWith(reader);
            installKey("pkcs1.pem");
            park(envelope(1).build(), ParkedReason.NATIVE_CRASH);
            orderFramed(TestCommands.release("c-1", "native-crash").build());
            order(TestCommands.release("c-2", "key-mismatch").build());

            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(this::runUntilIdle)
                        .isInstanceOfSatisfying(TransientTroubleException.class, trouble -> assertThat(
                                        trouble.failure().failureClass())
                                .isEqualTo(FailureClass.OPERATOR))
                        .hasMessageContaining("test.commands.v1-0@0: schema id 7");
            }
            List<ProducerRecord<byte[], byte[]>> meanwhile = log.committed();
            registry.add(7, Command.getClassSchema().toString());
            boolean goesOn = session.round();
            runUntilIdle();

            assertThat(meanwhile).isEmpty();
            assertThat(goesOn).isTrue();
            assertThat(steps(log.committed()))
                    .containsExactly(
                            "accepted 0 0", "in-progress 1 0", "completed 1 0", "accepted 0 0", "completed 0 0");
        }
    }

    @Test
    void readsACommandAgainThatTheRegistryWasAwayForAndReleasesOthersMeanwhile() throws Exception {
        try (ScriptedRegistry registry = ScriptedRegistry.empty();
                RecordReader<Command> reader = reader(registry)) {
            registry.add(7, Command.getClassSchema().toString());
            registry.goAway(true);
            commands.readWith(reader);
            park(envelope(1).build(), ParkedReason.NATIVE_CRASH);
            park(envelope(2).build(), ParkedReason.MISSING_KEY);
            orderFramed(TestCommands.release("c-1", "native-crash").build());
            assertThatThrownBy(this::runUntilIdle).isInstanceOf(TransientTroubleException.class);

            installKey("pkcs1.pem");
            assertThatThrownBy(this::runUntilIdle).isInstanceOf(TransientTroubleException.class);
            List<ProducerRecord<byte[], byte[]>> meanwhile = log.committed();
            registry.goAway(false);
            runUntilIdle();

            assertThat(topics(meanwhile)).containsExactly(TOPICS.events(), TOPICS.parked());
            assertThat(steps(log.committed())).containsExactly("accepted 0 0", "in-progress 1 0", "completed 1 0");
        }
    }

    private static RecordReader<Command> reader(ScriptedRegistry registry) {
        return RecordReader.of(
                Command.class, Map.of("schema.registry.url", registry.url(), "schema.registry.retry.timeout.ms", "0"));
    }

    private void orderFramed(Command command) {
        log.command(command.getId().getBytes(UTF_8), Records.framed(7, command));
    }

    @Test
    void carriesOutACommandSliceBySlice() throws Exception {
        installKey("pkcs1.pem");
        for (int seq = 1; seq <= 2 * SLICE + 1; seq++) {
            park(envelope(seq).build(), ParkedReason.NATIVE_CRASH);
        }
        order(TestCommands.release("c-1", "native-crash").build());

        runUntilIdle();

        List<ProducerRecord<byte[], byte[]>> written = log.committed();
        assertThat(released(written)).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(steps(written))
                .containsExactly(
                        "accepted 0 0", "in-progress 4 0", "in-progress 8 0", "in-progress 9 0", "completed 9 0");
    }

    @Test
    void goesOnWithACommandBehindARecordThatFails() throws Exception {
        installKey("pkcs1.pem");
        RawRecord odd = odd(1);
        failFor(odd, 2);
        park(odd, ParkedReason.NATIVE_CRASH);
        park(envelope(2).build(), ParkedReason.NATIVE_CRASH);
        order(TestCommands.release("c-1", "native-crash").build());

        runUntilIdle();

        List<ProducerRecord<byte[], byte[]>> written = log.committed();
        assertThat(released(written)).containsExactly("2");
        assertThat(steps(written)).containsExactly("accepted 0 0", "in-progress 1 1", "completed 1 1");
    }

    @Test
    void triesAFailedRecordAgainAlthoughACommandHasReadItMeanwhile() throws Exception {
        installKey("pkcs1.pem");
        RawRecord odd = odd(1);
        failFor(odd, 3);
        park(odd, ParkedReason.MISSING_KEY);
        park(envelope(2).build(), ParkedReason.NATIVE_CRASH);
        assertThatThrownBy(session::round).isInstanceOf(TransientTroubleException.class);
        order(TestCommands.release("c-1", "native-crash").build());

        assertThatThrownBy(this::runUntilIdle).isInstanceOf(TransientTroubleException.class);
        List<ProducerRecord<byte[], byte[]>> first = log.committed();
        assertThatThrownBy(this::runUntilIdle).isInstanceOf(TransientTroubleException.class);
        runUntilIdle();

        assertThat(released(first)).containsExactly("2");
        assertThat(released(log.committed())).containsExactly("1");
    }

    @Test
    void releasesByKeyWhileACommandCannotGoOn() throws Exception {
        installKey("pkcs1.pem");
        RawRecord odd = odd(1);
        failFor(odd, 20);
        park(odd, ParkedReason.NATIVE_CRASH);
        order(TestCommands.release("c-1", "native-crash").build());
        assertThatThrownBy(this::runUntilIdle).isInstanceOf(TransientTroubleException.class);

        park(envelope(2).build(), ParkedReason.MISSING_KEY);
        assertThatThrownBy(this::runUntilIdle).isInstanceOf(TransientTroubleException.class);

        assertThat(released(log.committed())).containsExactly("2");
    }

    @Test
    void abortsAndTriesAgainWhenTheGroupIsInMotion() throws Exception {
        installKey("pkcs1.pem");
        park(envelope(42).build(), ParkedReason.MISSING_KEY);
        log.mock().sendOffsetsToTransactionException = new CommitFailedException();

        session.round();
        List<ProducerRecord<byte[], byte[]>> whileInMotion = log.committed();
        log.mock().sendOffsetsToTransactionException = null;
        runUntilIdle();

        assertThat(whileInMotion).isEmpty();
        assertThat(topics(log.committed())).containsExactly(TOPICS.events(), TOPICS.parked());
        assertThat(log.mock().commitCount()).isEqualTo(1);
    }

    /** The tombstones of the aborted transaction are in the log: they are its own, and nobody else has released the records. */
    @Test
    void triesAgainByCommandWhatItHadToAbortWhileTheGroupWasInMotion() throws Exception {
        installKey("pkcs1.pem");
        park(envelope(1).build(), ParkedReason.NATIVE_CRASH);
        park(envelope(2).build(), ParkedReason.NATIVE_CRASH);
        order(TestCommands.release("c-1", "native-crash").build());
        while (log.mock().commitCount() == 0) {
            session.round();
        }
        log.mock().sendOffsetsToTransactionException = new CommitFailedException();
        while (!log.mock().transactionAborted()) {
            session.round();
        }
        log.mock().sendOffsetsToTransactionException = null;

        runUntilIdle();

        List<ProducerRecord<byte[], byte[]>> written = log.committed();
        assertThat(released(written)).containsExactly("1", "2");
        assertThat(steps(written)).containsExactly("accepted 0 0", "in-progress 2 0", "completed 2 0");
    }

    @Test
    void goesOnBehindARecordThatFailsAndTriesItAgainAfterTheOthers() throws Exception {
        installKey("pkcs1.pem");
        RawRecord odd = odd(1);
        failFor(odd, 3);
        park(odd, ParkedReason.MISSING_KEY);
        park(envelope(2).build(), ParkedReason.MISSING_KEY);
        park(envelope(3).build(), ParkedReason.MISSING_KEY);

        assertThatThrownBy(this::runUntilIdle).isInstanceOf(TransientTroubleException.class);
        List<ProducerRecord<byte[], byte[]>> first = log.committed();
        runUntilIdle();

        assertThat(released(first)).containsExactly("2", "3");
        assertThat(released(log.committed())).containsExactly("1");
    }

    @Test
    void goesOnBehindARecordThatNeverStopsFailing() throws Exception {
        installKey("pkcs1.pem");
        RawRecord odd = odd(1);
        failFor(odd, 100);
        park(odd, ParkedReason.MISSING_KEY);
        assertThatThrownBy(this::runUntilIdle).isInstanceOf(TransientTroubleException.class);

        for (int seq = 2; seq <= 4; seq++) {
            park(envelope(seq).build(), ParkedReason.MISSING_KEY);
            assertThatThrownBy(this::runUntilIdle).isInstanceOf(TransientTroubleException.class);
        }

        assertThat(released(log.committed())).containsExactly("2", "3", "4");
    }

    @Test
    void releasesMoreThanASliceHolds() throws Exception {
        for (int seq = 1; seq <= 2 * SLICE + 1; seq++) {
            park(envelope(seq).build(), ParkedReason.MISSING_KEY);
        }
        installKey("pkcs1.pem");

        runUntilIdle();

        assertThat(released(log.committed())).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void releasesWhatComesWhileALostKeyKeepsMoreThanASliceWaiting() throws Exception {
        for (int seq = 1; seq <= 2 * SLICE + 1; seq++) {
            park(envelope(seq).setKeyVersion(9).build(), ParkedReason.MISSING_KEY);
        }
        runUntilIdle();
        park(envelope(100).build(), ParkedReason.MISSING_KEY);
        runUntilIdle();
        installKey("pkcs1.pem");

        runUntilIdle();

        assertThat(released(log.committed())).containsExactly("100");
        assertThat(figures.parked()).isEqualTo(2 * SLICE + 1);
    }

    @Test
    void triesNothingAgainOfWhatAnotherKeyFileIsNotFor() throws Exception {
        installKey("other.pem");
        park(envelope(1).build(), ParkedReason.KEY_MISMATCH);
        park(envelope(2).setKeyVersion(4).build(), ParkedReason.MISSING_KEY);
        runUntilIdle();
        int readBefore = log.readFromTheBeginning();

        TestKeys.install("pkcs1.pem", keysDir, "ww-another-corp", 4);
        keys.reload();
        runUntilIdle();
        int readAfter = log.readFromTheBeginning();
        TestKeys.install("pkcs1.pem", keysDir, Records.CORP, 4);
        keys.reload();
        runUntilIdle();

        assertThat(readAfter).isEqualTo(readBefore);
        assertThat(log.readFromTheBeginning()).isEqualTo(readBefore + 1);
        assertThat(released(log.committed())).containsExactly("2");
    }

    @Test
    void releasesNothingThatAReplayHasTakenOutMeanwhile() throws Exception {
        installKey("pkcs1.pem");
        park(envelope(1).build(), ParkedReason.MISSING_KEY);
        park(envelope(2).build(), ParkedReason.MISSING_KEY);
        meanwhile.add(() -> log.append(key(1), null, Records.headers(envelope(1).build(), "replayed")));

        runUntilIdle();

        assertThat(released(log.committed())).containsExactly("2");
    }

    @Test
    void releasesNothingTwiceWhileItsOwnTombstonesAreNotReadYet() throws Exception {
        installKey("pkcs1.pem");
        park(envelope(1).build(), ParkedReason.MISSING_KEY);
        String keyOfAnother = TestKeys.encryptedKey("other.pem", Records.KEY_STRING);
        park(envelope(2).setEncryptedKey(keyOfAnother).build(), ParkedReason.KEY_MISMATCH);
        runUntilIdle();
        int readBefore = log.readFromTheBeginning();

        installKey("pkcs1.pem");
        runUntilIdle();

        assertThat(log.readFromTheBeginning()).isGreaterThan(readBefore);
        assertThat(released(log.committed())).containsExactly("1");
    }

    @Test
    void triesAKeyThatComesBeforeWhatItHasParkedAgainIsRead() throws Exception {
        installKey("other.pem");
        park(envelope(42).build(), ParkedReason.MISSING_KEY);
        runUntilIdle();

        installKey("pkcs1.pem");
        runUntilIdle();
        List<ProducerRecord<byte[], byte[]>> unread = log.committed();
        runUntilIdle();

        assertThat(topics(unread)).containsExactly(TOPICS.parked());
        assertThat(topics(log.committed())).containsExactly(TOPICS.events(), TOPICS.parked());
    }

    @Test
    void callsWhatAReplayHasParkedReplayedForItHadItsEvent() throws Exception {
        RawRecord raw = envelope(1).build();
        Headers headers = headers(raw, "missing-key");
        headers.remove(HeaderNames.DELIVERY).add(HeaderNames.DELIVERY, "replayed".getBytes(UTF_8));
        log.append(key(1), Records.bytes(raw), headers);
        installKey("other.pem");
        runUntilIdle();
        List<ProducerRecord<byte[], byte[]>> parkedAgain = log.committed();

        installKey("pkcs1.pem");
        runUntilIdle();

        List<ProducerRecord<byte[], byte[]>> written = log.committed();
        assertThat(topics(parkedAgain)).containsExactly(TOPICS.parked());
        assertThat(topics(written)).containsExactly(TOPICS.events(), TOPICS.parked());
        assertThat(Stream.concat(parkedAgain.stream(), written.stream())
                        .map(record -> text(record, HeaderNames.DELIVERY)))
                .containsOnly("replayed");
    }

    @Test
    void keepsItsHandsOffRecordsItDoesNotKnow() throws Exception {
        installKey("pkcs1.pem");
        RawRecord raw = envelope(42).build();
        log.append("another key".getBytes(UTF_8), Records.bytes(raw), headers(raw, "missing-key"));
        log.append(key(43), Records.bytes(raw), headers(raw, "a reason of later versions"));

        runUntilIdle();

        assertThat(log.committed()).isEmpty();
    }

    @Test
    void losesNothingWhenAKeyFileIsTakenAwayAndComesBack() throws Exception {
        installKey("other.pem");
        park(envelope(42).build(), ParkedReason.KEY_MISMATCH);
        runUntilIdle();
        Files.delete(keysDir.resolve(Records.CORP).resolve("3.pem"));
        keys.reload();
        runUntilIdle();

        installKey("pkcs1.pem");
        runUntilIdle();

        assertThat(topics(log.committed())).containsExactly(TOPICS.events(), TOPICS.parked());
    }

    private Decryption decrypt(RecordPosition at, byte[] value) throws TransientTroubleException {
        if (!meanwhile.isEmpty()) {
            meanwhile.remove().run();
        }
        return decrypter.decrypt(at, value);
    }

    private void runUntilIdle() throws TransientTroubleException {
        List<Boolean> worked = new ArrayList<>(List.of(true));
        // The first round of a new partition learns where its end is.
        for (int round = 0; round < 50 && (round < 3 || worked.get(worked.size() - 1)); round++) {
            worked.add(session.round());
        }
        assertThat(worked.get(worked.size() - 1)).as("it comes to rest").isFalse();
    }

    private void park(RawRecord raw, ParkedReason reason) {
        log.append(key(raw.getSeq()), Records.bytes(raw), headers(raw, reason.text()));
    }

    private void order(Command command) {
        log.command(command.getId().getBytes(UTF_8), Records.encode(command));
    }

    /** State, and how many became events and stayed parked. */
    private static List<String> steps(List<ProducerRecord<byte[], byte[]>> written) {
        return written.stream()
                .filter(record -> record.topic().equals(TOPICS.commands()))
                .map(record -> Records.command(record.value()))
                .map(step -> step.getState() + " " + step.getEvents() + " " + step.getParked())
                .toList();
    }

    private static Headers headers(RawRecord raw, String reason) {
        Headers headers = Records.headers(raw, "live");
        Map.of(
                        HeaderNames.REASON,
                        reason,
                        HeaderNames.ERROR_TOPIC,
                        TOPICS.raw(),
                        HeaderNames.ERROR_PARTITION,
                        "5",
                        HeaderNames.ERROR_OFFSET,
                        "77")
                .forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
        return headers;
    }

    private void installKey(String name) {
        TestKeys.install(name, keysDir, Records.CORP, 3);
        keys.reload();
    }

    private static RawRecord odd(long seq) {
        return envelope(seq)
                .setEncryptedPayload(ScriptedSdk.message(Records.KEY_STRING, Records.PLAINTEXT + " "))
                .build();
    }

    /** The library's process is lost whenever this record is tried, so often. */
    private void failFor(RawRecord record, int times) {
        SdkException[] failures = new SdkException[times];
        Arrays.fill(
                failures,
                new SdkCrashException(SdkFunction.DECRYPT_DATA, SdkCrashException.Kind.NOT_STARTED, false, "none"));
        sdk.fail(record.getEncryptedPayload(), failures);
    }

    /** Seqs of events, in their order. */
    private static List<String> released(List<ProducerRecord<byte[], byte[]>> written) {
        return written.stream()
                .filter(record -> record.topic().equals(TOPICS.events()))
                .map(record -> text(record, HeaderNames.SEQ))
                .toList();
    }

    private static byte[] key(long seq) {
        return RecordKeys.of(Records.CORP, seq).getBytes(UTF_8);
    }

    private static List<String> topics(List<ProducerRecord<byte[], byte[]>> records) {
        return records.stream().map(ProducerRecord::topic).toList();
    }

    private static String text(ProducerRecord<byte[], byte[]> record, String header) {
        return OutcomeHeaders.text(record.headers(), header).orElse("");
    }
}
