package org.wecomarchive.decryptor.topology;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wecomarchive.decryptor.fixtures.Records.envelope;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.decryptor.crypto.RsaEngine;
import org.wecomarchive.decryptor.crypto.RsaLengthException;
import org.wecomarchive.decryptor.crypto.RsaPaddingException;
import org.wecomarchive.decryptor.crypto.RsaProvider;
import org.wecomarchive.decryptor.decryption.EventEncoding;
import org.wecomarchive.decryptor.decryption.KeyDecryption;
import org.wecomarchive.decryptor.decryption.PayloadDecryption;
import org.wecomarchive.decryptor.decryption.RecordDecryption;
import org.wecomarchive.decryptor.fixtures.Orders;
import org.wecomarchive.decryptor.fixtures.ParkedTopic;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.decryptor.fixtures.ScriptedSdk;
import org.wecomarchive.decryptor.fixtures.TestKeys;
import org.wecomarchive.decryptor.health.Progress;
import org.wecomarchive.decryptor.keyring.KeyFileAccess;
import org.wecomarchive.decryptor.keyring.KeyRing;
import org.wecomarchive.decryptor.keyring.MissingKeyException;
import org.wecomarchive.decryptor.keyring.PemPassword;
import org.wecomarchive.decryptor.metrics.Figure;
import org.wecomarchive.decryptor.metrics.KeyFigures;
import org.wecomarchive.decryptor.metrics.OutcomeMetrics;
import org.wecomarchive.decryptor.metrics.SdkCounts;
import org.wecomarchive.decryptor.outcome.DeadLetterReason;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.payload.PayloadException;
import org.wecomarchive.decryptor.prefetch.ConsumerPrefetch;
import org.wecomarchive.decryptor.prefetch.Prefetch;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkCrashException.Kind;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.RecordKeys;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.UndecodableRecordException;

final class DecryptTopologyTest {

    private static final Topics TOPICS = new Topics("test");
    private static final int EVENTS_MAX_BYTES = 4096;
    private static final int AHEAD_MAX_BYTES = 1024 * 1024;
    private static final int AHEAD_THREADS = 4;
    private static final String ODD = ScriptedSdk.message(Records.KEY_STRING, Records.PLAINTEXT + " ");
    private static final byte[] KEY = RecordKeys.of(Records.CORP, 42).getBytes(UTF_8);

    @TempDir
    private Path directory;

    private final ScriptedSdk sdk = new ScriptedSdk();
    private final Progress progress = new Progress();
    private final AtomicLong nanoTime = new AtomicLong();
    private final Properties settings = new Properties();
    private final Queue<Runnable> pool = new ArrayDeque<>();
    private final Orders orders = new Orders();
    private final ParkedTopic parked = new ParkedTopic(TOPICS.parked());
    private Prefetch prefetch;
    private ConsumerPrefetch polled;
    private Topology topology;
    private TopologyTestDriver driver;

    @BeforeEach
    void start() {
        Path keysDir = directory.resolve("keys");
        TestKeys.install("pkcs1.pem", keysDir, Records.CORP, 3);
        KeyRing keys = new KeyRing(
                keysDir, KeyFileAccess.OWNER, PemPassword.none(), RsaEngine.open(RsaProvider.ACCP), nanoTime::get);
        RecordDecryption decryption = new RecordDecryption(
                Records::decode,
                new KeyDecryption(keys),
                new PayloadDecryption(sdk),
                new EventEncoding(Records::encode, EVENTS_MAX_BYTES),
                new RecordDecryption.Clocks(() -> Records.DECRYPTED_AT, nanoTime::get));
        prefetch = new Prefetch(decryption, pool::add, AHEAD_THREADS, AHEAD_MAX_BYTES, nanoTime::get);
        polled = prefetch.ofConsumer();
        DecryptionChain chain = new DecryptionChain(decryption, prefetch, orders.log(), Records::encode);
        List<Figure> figures = Stream.of(KeyFigures.of(keys), new SdkCounts().figures(), prefetch.figures())
                .flatMap(List::stream)
                .toList();
        topology = DecryptTopology.of(
                TOPICS,
                chain.inStream(this::pause, nanoTime::get),
                metrics -> new OutcomeMetrics(metrics, figures, () -> Records.DECRYPTED_AT),
                progress,
                parked.lookup(nanoTime));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, StopOnFailure.class);
        driver = new TopologyTestDriver(topology, settings);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void writesAnEventUnderItsConversation() {
        pipe(envelope(42).build(), "live");

        TestRecord<byte[], byte[]> event = only(TOPICS.events());
        assertThat(event.key()).isEqualTo("room:wr1".getBytes(UTF_8));
        assertThat(event.timestamp()).isEqualTo(Records.FETCHED_AT.toEpochMilli());
        assertThat(text(event.headers())).containsExactlyElementsOf(eventHeaders("live"));
        assertThat(Records.event(event.value()).getPayload()).isEqualTo(Records.PLAINTEXT);
        assertThat(Records.event(event.value()).getDecryptedAt()).isEqualTo(Records.DECRYPTED_AT);
        assertThat(progress.recordsDone()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "released", "redriven"})
    void passesOnHowARecordWasDelivered(String delivery) {
        pipe(envelope(42).build(), delivery);

        assertThat(text(only(TOPICS.events()).headers())).containsExactlyElementsOf(eventHeaders(delivery));
    }

    @Test
    void takesAReplayedRecordOutOfParkedBecauseItHasAnEventNow() {
        parked.park(42);

        pipe(envelope(42).build(), "replayed");

        TestRecord<byte[], byte[]> tombstone = records(TOPICS.parked()).get(0);
        assertThat(text(only(TOPICS.events()).headers())).containsExactlyElementsOf(eventHeaders("replayed"));
        assertThat(tombstone.key()).isEqualTo(KEY);
        assertThat(tombstone.value()).isNull();
        assertThat(text(tombstone.headers())).containsExactlyElementsOf(eventHeaders("replayed"));
    }

    @Test
    void writesNoTombstoneWhereNothingIsParked() {
        parked.park(41);

        pipe(envelope(42).build(), "replayed");

        assertThat(text(only(TOPICS.events()).headers())).containsExactlyElementsOf(eventHeaders("replayed"));
    }

    @Test
    void writesATombstoneWhereNobodyKnowsWhatIsParked() {
        parked.leaveUndecided(1);

        pipe(envelope(42).build(), "replayed");

        assertThat(records(TOPICS.parked())).hasSize(1);
    }

    @Test
    void takesOutOfParkedWhatItHasParkedItself() {
        pipe(envelope(42).setKeyVersion(4).build(), "live");
        records(TOPICS.parked());

        pipe(envelope(42).build(), "replayed");

        assertThat(records(TOPICS.parked())).extracting(TestRecord::value).containsOnlyNulls();
        assertThat(records(TOPICS.events())).hasSize(1);
    }

    @Test
    void parksAReplayedRecordThatHadItsEvent() {
        pipe(envelope(42).setKeyVersion(4).build(), "replayed");

        TestRecord<byte[], byte[]> waiting = only(TOPICS.parked());
        assertThat(waiting.value()).isNotNull();
        assertThat(text(waiting.headers())).contains("wecom-delivery=replayed");
    }

    @Test
    void leavesAReplayedRecordParkedAsItIs() {
        parked.park(42);

        pipe(envelope(42).setKeyVersion(4).build(), "replayed");

        assertThat(records(TOPICS.parked())).isEmpty();
        assertThat(progress.recordsDone()).isEqualTo(1);
    }

    @Test
    void publishesNothingOfARecordWhoseSeqIsErased() {
        orders.give(Orders.order("case-1").setSeq(42L).build());

        pipe(envelope(42).build(), "live");
        pipe(envelope(43).build(), "live");

        TestRecord<byte[], byte[]> erased = records(TOPICS.erased()).get(0);
        assertThat(only(TOPICS.events()).headers().lastHeader("wecom-seq").value())
                .isEqualTo("43".getBytes(UTF_8));
        assertThat(erased.key()).isEqualTo(KEY);
        assertThat(erased.timestamp()).isEqualTo(Records.FETCHED_AT.toEpochMilli());
        assertThat(text(erased.headers())).containsExactlyElementsOf(eventHeaders("live"));
        assertThat(Records.erased(erased.value()))
                .isEqualTo(Orders.order("case-1").setSeq(42L).build());
        assertThat(metric("wecom_decrypt_records_total", Map.of("outcome", "erased", "reason", "none")))
                .isEqualTo(1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zhangsan", "lisi"})
    void publishesNothingOfWhatAnErasedPersonHasSentOrReceived(String person) {
        orders.give(Orders.order("case-1").setSubject(person).build());

        pipe(envelope(42).build(), "live");

        assertThat(Records.erased(only(TOPICS.erased()).value()))
                .isEqualTo(Orders.order("case-1").setSeq(42L).build());
    }

    @Test
    void neitherParksNorDeadLettersAnErasedRecord() {
        orders.give(Orders.order("case-1").setSeq(1L).build());
        orders.give(Orders.order("case-2").setSeq(2L).build());

        pipe(envelope(1).setKeyVersion(4).build(), "live");
        pipe(envelope(2).setEncryptedKey("!!!").build(), "live");

        assertThat(records(TOPICS.erased())).hasSize(2);
        assertThat(records(TOPICS.parked())).isEmpty();
        assertThat(records(TOPICS.deadLetters())).isEmpty();
    }

    @Test
    void obeysAnOrderThatHasComeSinceTheRecordWasDecryptedAhead() {
        byte[] value = Records.bytes(envelope(42).build());
        poll(List.of(value));
        pool.remove().run();

        orders.give(Orders.order("case-1").setSeq(42L).build());
        pipe(value, Records.headers(envelope(42).build(), "live"));

        assertThat(prefetch.hits()).isEqualTo(1);
        assertThat(only(TOPICS.erased()).key()).isEqualTo(KEY);
    }

    @Test
    void publishesNothingWhileTheOrdersOfErasureAreOutOfReach() {
        orders.outOfReach();

        assertThatThrownBy(() -> pipe(envelope(42).build(), "live"))
                .rootCause()
                .hasMessageStartingWith(TimeoutException.class.getName());

        assertThat(records(TOPICS.events())).isEmpty();
        assertThat(progress.recordsDone()).isZero();
    }

    @Test
    void callsARecordWithoutHeadersLive() {
        pipe(Records.bytes(envelope(42).build()), new RecordHeaders());

        assertThat(text(only(TOPICS.events()).headers())).containsExactlyElementsOf(eventHeaders("live"));
    }

    @Test
    void keepsTheOrder() {
        for (int seq = 1; seq <= 20; seq++) {
            pipe(envelope(seq).build(), "live");
        }

        List<Long> seqs = records(TOPICS.events()).stream()
                .map(event -> Records.event(event.value()).getSeq())
                .toList();
        assertThat(seqs).isSorted().hasSize(20);
    }

    @Test
    void parksARecordWithoutAKey() {
        RawRecord raw = envelope(42).setKeyVersion(4).build();

        pipe(raw, "live");

        assertFailed(TOPICS.parked(), raw, "missing-key", "KEY_LOOKUP", MissingKeyException.class);
    }

    /** The topic of parked records is compacted and takes none without a key. */
    @Test
    void parksARecordWithoutAKeyOfItsOwnUnderItsCorpAndSeq() {
        RawRecord raw = envelope(42).setKeyVersion(4).build();

        pipeWithoutKey(raw, "live");

        assertFailed(TOPICS.parked(), raw, "missing-key", "KEY_LOOKUP", MissingKeyException.class);
    }

    @Test
    void takesAReplayedRecordWithoutAKeyOfItsOwnOutOfParked() {
        parked.park(42);

        pipeWithoutKey(envelope(42).build(), "replayed");

        TestRecord<byte[], byte[]> tombstone = records(TOPICS.parked()).get(0);
        assertThat(tombstone.key()).isEqualTo(KEY);
        assertThat(tombstone.value()).isNull();
    }

    @Test
    void parksARecordOfAnotherKey() {
        RawRecord raw = envelope(42)
                .setEncryptedKey(TestKeys.encryptedKey("other.pem", Records.KEY_STRING))
                .build();

        pipe(raw, "live");

        assertFailed(TOPICS.parked(), raw, "key-mismatch", "RSA", RsaPaddingException.class);
    }

    @Test
    void parksEveryRecordWhenTheKeyFileHasAnotherSize() {
        TestKeys.install("long-3072.pem", directory.resolve("keys"), Records.CORP, 5);
        nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
        RawRecord raw = envelope(42).setKeyVersion(5).build();

        pipe(raw, "live");

        assertFailed(TOPICS.parked(), raw, "key-mismatch", "RSA", RsaLengthException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nul\0inside", "\u00ff\u00fe"})
    void parksARecordWhoseKeyStringCannotBeOne(String keyString) {
        byte[] block = TestKeys.encrypt("pkcs1.pem", keyString.getBytes(ISO_8859_1));
        RawRecord raw = envelope(42)
                .setEncryptedKey(Base64.getEncoder().encodeToString(block))
                .build();

        pipe(raw, "live");

        assertThat(text(only(TOPICS.parked()).headers())).contains("wecom-reason=key-mismatch");
    }

    @Test
    void neverTrimsAKeyString() {
        String keyString = " padded\n";
        RawRecord raw = envelope(42)
                .setEncryptedKey(TestKeys.encryptedKey("pkcs1.pem", keyString))
                .setEncryptedPayload(ScriptedSdk.message(keyString, Records.PLAINTEXT))
                .build();

        pipe(raw, "live");

        assertThat(records(TOPICS.events())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!!", "QUJD\nREVG", " QUJD", "QUJD====", "____", "Q"})
    void deadLettersBrokenBase64(String encryptedKey) {
        RawRecord raw = envelope(42).setEncryptedKey(encryptedKey).build();

        pipe(raw, "live");

        assertFailed(TOPICS.deadLetters(), raw, "broken-base64", "BASE64", IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "QUJD"})
    void deadLettersAKeyThatIsNoRsaBlock(String encryptedKey) {
        RawRecord raw = envelope(42).setEncryptedKey(encryptedKey).build();

        pipe(raw, "live");

        assertFailed(TOPICS.deadLetters(), raw, "wrong-rsa-length", "RSA", RsaLengthException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {10005, 10006, 10008})
    void deadLettersAPayloadThatIsRefusedTwice(int code) {
        RawRecord raw = envelope(42).build();
        SdkException refusal = SdkException.ofCode(SdkFunction.DECRYPT_DATA, code);
        sdk.fail(raw.getEncryptedPayload(), refusal, refusal);

        pipe(raw, "live");

        assertFailed(TOPICS.deadLetters(), raw, "refused-payload", "PAYLOAD", SdkException.class);
        assertThat(sdk.calls()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {10004, 10007})
    void parksAPayloadWhoseKeyTheLibraryRefuses(int code) {
        RawRecord raw = envelope(42).build();
        sdk.fail(raw.getEncryptedPayload(), SdkException.ofCode(SdkFunction.DECRYPT_DATA, code));

        pipe(raw, "live");

        assertFailed(TOPICS.parked(), raw, "key-mismatch", "PAYLOAD", SdkException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {10000, 10001, 10002, 10003, 10009, 10010, 10011, 10012, -7})
    void parksAPayloadThatIsAnsweredWithAnyOtherCodeWhileOthersAreDecrypted(int code) {
        answerAlways(ODD, SdkException.ofCode(SdkFunction.DECRYPT_DATA, code));

        pipe(envelope(1).build(), "live");
        pipe(envelope(2).setEncryptedPayload(ODD).build(), "live");
        pipe(envelope(3).build(), "live");

        assertThat(seqs(TOPICS.events())).containsExactly("1", "3");
        assertThat(text(records(TOPICS.parked()).get(0).headers()))
                .contains(
                        "wecom-seq=2",
                        "wecom-reason=refused-for-now",
                        "__connect.errors.stage=PAYLOAD",
                        "__connect.errors.exception.class.name=" + SdkException.class.getName());
        assertThat(nanoTime).hasValue(0);
    }

    @Test
    void parksARecordOfAnUnforeseenFailureWhileOthersAreDecrypted() {
        pipe(envelope(1).build(), "live");
        pipe(envelope(2).setEncryptedPayload("a message without an answer").build(), "live");

        assertThat(seqs(TOPICS.events())).containsExactly("1");
        assertThat(text(records(TOPICS.parked()).get(0).headers()))
                .contains(
                        "wecom-seq=2",
                        "wecom-reason=refused-for-now",
                        "__connect.errors.exception.class.name=java.lang.IllegalStateException")
                .noneMatch(header -> header.contains("answer"));
    }

    @Test
    void forgivesAFewOddAnswers() {
        SdkException odd = SdkException.ofCode(SdkFunction.DECRYPT_DATA, 10003);
        sdk.fail(ODD, odd, odd, odd, odd);

        pipe(envelope(1).build(), "live");
        pipe(envelope(2).setEncryptedPayload(ODD).build(), "live");

        assertThat(seqs(TOPICS.events())).containsExactly("1", "2");
    }

    /** The latest event is tried again, too: where that fails, it is not the record's fault. */
    @Test
    void parksNothingWhileNothingElseIsDecrypted() {
        SdkException away = SdkException.ofCode(SdkFunction.DECRYPT_DATA, 10003);
        pipe(envelope(1).build(), "live");
        answerAlways(ODD, away);
        answerAlways(envelope(1).build().getEncryptedPayload(), away);

        assertThatThrownBy(() -> pipe(envelope(2).setEncryptedPayload(ODD).build(), "live"))
                .rootCause()
                .hasMessageStartingWith(SdkException.class.getName());

        assertThat(seqs(TOPICS.events())).containsExactly("1");
        assertThat(records(TOPICS.parked())).isEmpty();
        assertThat(records(TOPICS.deadLetters())).isEmpty();
    }

    /** What the pool decrypts counts, too: the odd one may be the first record after a start. */
    @Test
    void parksTheFirstRecordWhereThePoolHasDecryptedTheNext() {
        RawRecord odd = envelope(1).setEncryptedPayload(ODD).build();
        answerAlways(ODD, SdkException.ofCode(SdkFunction.DECRYPT_DATA, 10012));
        poll(List.of(Records.bytes(odd), Records.bytes(envelope(2).build())));
        pool.forEach(Runnable::run);

        pipe(odd, "live");
        pipe(envelope(2).build(), "live");

        assertThat(seqs(TOPICS.parked())).containsExactly("1");
        assertThat(seqs(TOPICS.events())).containsExactly("2");
    }

    private void answerAlways(String message, SdkException answer) {
        SdkException[] answers = new SdkException[1000];
        Arrays.fill(answers, answer);
        sdk.fail(message, answers);
    }

    @Test
    void forgivesOneRefusal() {
        RawRecord raw = envelope(42).build();
        sdk.fail(raw.getEncryptedPayload(), SdkException.ofCode(SdkFunction.DECRYPT_DATA, 10008));

        pipe(raw, "live");

        assertThat(records(TOPICS.events())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "[]", "{\"msgid\":", "null"})
    void deadLettersWhatIsNoJsonObject(String plaintext) {
        RawRecord raw = envelope(42)
                .setEncryptedPayload(ScriptedSdk.message(Records.KEY_STRING, plaintext))
                .build();

        pipe(raw, "live");

        assertFailed(TOPICS.deadLetters(), raw, "bad-json", "PARSE", PayloadException.class);
    }

    @Test
    void deadLettersAnEventThatWouldNotFit() {
        String plaintext = Records.PLAINTEXT.replace("你好", "长".repeat(EVENTS_MAX_BYTES / 3));
        RawRecord raw = envelope(42)
                .setEncryptedPayload(ScriptedSdk.message(Records.KEY_STRING, plaintext))
                .build();

        pipe(raw, "live");

        assertFailed(TOPICS.deadLetters(), raw, "too-large", "SERIALIZE", RecordTooLargeException.class);
    }

    @Test
    void deadLettersWhatIsNoRawRecord() {
        byte[] value = "plain text".getBytes(UTF_8);
        Headers headers = new RecordHeaders()
                .add("wecom-corp", new byte[] {(byte) 0xff, 0})
                .add("other", null);

        pipe(value, headers);

        TestRecord<byte[], byte[]> deadLetter = only(TOPICS.deadLetters());
        assertThat(deadLetter.key()).isEqualTo(KEY);
        assertThat(deadLetter.value()).isEqualTo(value);
        assertThat(deadLetter.headers().toArray()).startsWith(headers.toArray());
        assertThat(text(deadLetter.headers()))
                .contains(
                        "wecom-reason=undecodable-record",
                        "__connect.errors.exception.class.name=" + UndecodableRecordException.class.getName());
    }

    @Test
    void deadLettersARecordWithoutAValue() {
        pipe(null, new RecordHeaders());

        TestRecord<byte[], byte[]> deadLetter = only(TOPICS.deadLetters());
        assertThat(deadLetter.value()).isNull();
        assertThat(text(deadLetter.headers())).contains("wecom-reason=undecodable-record");
    }

    @Test
    void replacesTheReasonOfAnEarlierFailure() {
        RawRecord raw = envelope(42).setKeyVersion(4).build();
        Headers headers = Records.headers(raw, "released")
                .add("wecom-reason", "key-mismatch".getBytes(UTF_8))
                .add("__connect.errors.topic", "elsewhere".getBytes(UTF_8));

        pipe(Records.bytes(raw), headers);

        assertThat(text(only(TOPICS.parked()).headers()))
                .contains("wecom-reason=missing-key", "__connect.errors.topic=test.raw.v1")
                .doesNotContain("wecom-reason=key-mismatch", "__connect.errors.topic=elsewhere");
    }

    @ParameterizedTest
    @EnumSource(names = {"ABORTED", "HUNG"})
    void parksAPayloadThatCrashesTheLibraryTwiceOnItsOwn(Kind kind) {
        RawRecord raw = envelope(42).build();
        sdk.fail(raw.getEncryptedPayload(), crash(kind, true), crash(kind, true));

        pipe(raw, "live");

        assertFailed(TOPICS.parked(), raw, "native-crash", "PAYLOAD", SdkCrashException.class);
    }

    @Test
    void blamesNoPayloadForTheEndOfTheProcessByOtherMeans() {
        RawRecord raw = envelope(42).build();
        SdkCrashException killed = crash(Kind.ENDED, true);
        SdkCrashException notStarted = crash(Kind.NOT_STARTED, true);
        sdk.fail(raw.getEncryptedPayload(), killed, notStarted, killed, notStarted);

        pipe(raw, "live");

        assertThat(records(TOPICS.events())).hasSize(1);
    }

    @Test
    void blamesNoPayloadThatWasNotAlone() {
        RawRecord raw = envelope(42).build();
        SdkCrashException shared = crash(Kind.ABORTED, false);
        sdk.fail(raw.getEncryptedPayload(), shared, shared, shared);

        pipe(raw, "live");

        assertThat(records(TOPICS.events())).hasSize(1);
    }

    @Test
    void remembersAStrikeAcrossTheReplacementOfItsThread() {
        RawRecord raw = envelope(42).build();
        SdkException[] hangThenTrouble = new SdkException[100];
        Arrays.fill(hangThenTrouble, crash(Kind.ENDED, true));
        hangThenTrouble[0] = crash(Kind.HUNG, true);
        sdk.fail(raw.getEncryptedPayload(), hangThenTrouble);
        assertThatThrownBy(() -> pipe(raw, "live"))
                .rootCause()
                .hasMessageStartingWith(SdkCrashException.class.getName());
        driver.close();

        driver = new TopologyTestDriver(topology, settings);
        sdk.fail(raw.getEncryptedPayload(), crash(Kind.HUNG, true));
        pipe(raw, "live");

        assertFailed(TOPICS.parked(), raw, "native-crash", "PAYLOAD", SdkCrashException.class);
    }

    @Test
    void waitsAtMostThreeSecondsForTroubleToPassAndThenThrows() {
        RawRecord raw = envelope(42).build();
        SdkException[] trouble = new SdkException[1000];
        Arrays.fill(trouble, SdkException.ofCode(SdkFunction.DECRYPT_DATA, 10003));
        sdk.fail(raw.getEncryptedPayload(), trouble);

        assertThatThrownBy(() -> pipe(raw, "live")).rootCause().hasMessageStartingWith(SdkException.class.getName());

        assertThat(Duration.ofNanos(nanoTime.get())).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(records(TOPICS.events())).isEmpty();
        assertThat(records(TOPICS.deadLetters())).isEmpty();
        assertThat(progress.recordsDone()).isZero();
    }

    @Test
    void showsNothingOfAnUnforeseenFailure() {
        RawRecord raw =
                envelope(42).setEncryptedPayload("a message without an answer").build();

        assertThatThrownBy(() -> pipe(raw, "live")).hasRootCauseMessage("java.lang.IllegalStateException");
    }

    @Test
    void countsFromZeroOn() {
        Stream<Map<String, String>> parked =
                Stream.of(ParkedReason.values()).map(reason -> Map.of("outcome", "parked", "reason", reason.text()));
        Stream<Map<String, String>> dead = Stream.of(DeadLetterReason.values())
                .map(reason -> Map.of("outcome", "dead-letters", "reason", reason.text()));
        Stream<Map<String, String>> others =
                Stream.of("events", "erased").map(outcome -> Map.of("outcome", outcome, "reason", "none"));

        assertThat(Stream.of(parked, dead, others).flatMap(tags -> tags))
                .allSatisfy(tags ->
                        assertThat(metric("wecom_decrypt_records_total", tags)).isZero());
        assertThat(metric("wecom_decrypt_missing_key_total", Map.of("corp", "other", "version", "other")))
                .isZero();
        assertThat(metric("wecom_e2e_latency_seconds_total", Map.of())).isZero();
    }

    @Test
    void countsRecordsByOutcomeAndReason() {
        pipe(envelope(1).build(), "live");
        pipe(envelope(2).setKeyVersion(4).build(), "live");
        pipe(envelope(3).setEncryptedKey("!").build(), "live");
        pipe(envelope(4).build(), "live");

        assertThat(metric("wecom_decrypt_records_total", Map.of("outcome", "events", "reason", "none")))
                .isEqualTo(2.0);
        assertThat(metric("wecom_decrypt_records_total", Map.of("outcome", "parked", "reason", "missing-key")))
                .isEqualTo(1.0);
        assertThat(metric("wecom_decrypt_records_total", Map.of("outcome", "dead-letters", "reason", "broken-base64")))
                .isEqualTo(1.0);
        assertThat(metric("wecom_decrypt_missing_key_total", Map.of("corp", Records.CORP, "version", "4")))
                .isEqualTo(1.0);
        assertThat(metric("wecom_key_files_usable", Map.of())).isEqualTo(1.0);
        assertThat(metric("wecom_rsa_provider", Map.of("provider", "accp"))).isEqualTo(1.0);
        assertThat(metric("wecom_e2e_latency_seconds_max", Map.of())).isEqualTo(2.345);
    }

    @ParameterizedTest
    @EnumSource(AheadUse.class)
    void givesTheSameOutcomesInTheSameOrderWithAndWithoutWorkAhead(AheadUse use) {
        List<RawRecord> source = damagedSource();

        List<byte[]> values = source.stream().map(Records::bytes).toList();
        if (use != AheadUse.NOTHING) {
            poll(values);
        }
        for (int i = 0; i < source.size(); i++) {
            if (!pool.isEmpty() && i % use.recordsPerBatch == 0) {
                pool.remove().run();
            }
            pipe(values.get(i), Records.headers(source.get(i), "live"));
        }

        assertThat(seqs(TOPICS.events())).containsExactly("1", "2", "5", "6", "7", "12");
        assertThat(seqs(TOPICS.parked())).containsExactly("3", "8");
        assertThat(seqs(TOPICS.deadLetters())).containsExactly("4", "9", "10", "11");
        assertThat(prefetch.hits()).isEqualTo(use.hits);
        assertThat(prefetch.hits() + prefetch.inline()).isEqualTo(source.size());
        assertThat(prefetch.waiting()).isZero();
        assertThat(prefetch.bytes()).isZero();
        assertThat(metric("wecom_decrypt_ahead_hits_total", Map.of())).isEqualTo(use.hits);
    }

    /** How many records the stream asks for while the pool does one batch of three; only events are done for good. */
    private enum AheadUse {
        NOTHING(Integer.MAX_VALUE, 0),
        LATE_BATCHES(4, 4),
        EVERYTHING(3, 6);

        private final int recordsPerBatch;
        private final int hits;

        AheadUse(int recordsPerBatch, int hits) {
            this.recordsPerBatch = recordsPerBatch;
            this.hits = hits;
        }
    }

    @Test
    void findsTheOneThatCrashedABatchAndKeepsTheOthers() {
        RawRecord deadly = envelope(2)
                .setEncryptedPayload(ScriptedSdk.message(Records.KEY_STRING, "deadly"))
                .build();
        sdk.fail(
                deadly.getEncryptedPayload(),
                crash(Kind.ABORTED, false),
                crash(Kind.ABORTED, true),
                crash(Kind.ABORTED, true));
        List<RawRecord> source = new ArrayList<>();
        for (int seq = 1; seq <= 9; seq++) {
            source.add(seq == 2 ? deadly : envelope(seq).build());
        }

        poll(source.stream().map(Records::bytes).toList());
        pool.forEach(Runnable::run);
        source.forEach(raw -> pipe(raw, "live"));

        assertThat(seqs(TOPICS.parked())).containsExactly("2");
        assertThat(seqs(TOPICS.events())).containsExactly("1", "3", "4", "5", "6", "7", "8", "9");
        assertThat(prefetch.hits()).isEqualTo(6);
    }

    /** Twelve records: missing key at 3, key of another at 8, damage at 4, 9, 10 and 11. */
    private static List<RawRecord> damagedSource() {
        List<RawRecord> source = new ArrayList<>();
        for (int seq = 1; seq <= 12; seq++) {
            RawRecord.Builder raw = envelope(seq);
            switch (seq) {
                case 3 -> raw.setKeyVersion(4);
                case 8 -> raw.setEncryptedKey(TestKeys.encryptedKey("other.pem", Records.KEY_STRING));
                case 4, 10 -> raw.setEncryptedKey("!");
                case 9 -> raw.setEncryptedKey("QUJD");
                case 11 -> raw.setEncryptedPayload(ScriptedSdk.message(Records.KEY_STRING, "not json"));
                default -> raw.setMsgid("good-" + seq);
            }
            source.add(raw.build());
        }
        return source;
    }

    private void poll(List<byte[]> values) {
        TopicPartition partition = new TopicPartition(TOPICS.raw(), 0);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (byte[] value : values) {
            records.add(new ConsumerRecord<>(partition.topic(), partition.partition(), records.size(), KEY, value));
        }
        polled.polled(new ConsumerRecords<>(Map.of(partition, records), Map.of()));
    }

    private List<String> seqs(String topic) {
        return records(topic).stream()
                .map(record ->
                        new String(record.headers().lastHeader("wecom-seq").value(), UTF_8))
                .toList();
    }

    private boolean pause(Duration duration) {
        nanoTime.addAndGet(duration.toNanos());
        return true;
    }

    private static SdkCrashException crash(Kind kind, boolean alone) {
        return new SdkCrashException(SdkFunction.DECRYPT_DATA, kind, alone, "none");
    }

    private void pipe(RawRecord raw, String delivery) {
        pipe(Records.bytes(raw), Records.headers(raw, delivery));
    }

    private void pipeWithoutKey(RawRecord raw, String delivery) {
        pipe(null, Records.bytes(raw), Records.headers(raw, delivery));
    }

    private void pipe(byte[] value, Headers headers) {
        pipe(KEY, value, headers);
    }

    private void pipe(byte[] key, byte[] value, Headers headers) {
        driver.createInputTopic(TOPICS.raw(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, Records.FETCHED_AT));
    }

    private static List<String> eventHeaders(String delivery) {
        return List.of(
                "wecom-corp=" + Records.CORP,
                "wecom-seq=42",
                "wecom-msgid=m-42",
                "wecom-key-version=3",
                "wecom-delivery=" + delivery);
    }

    private void assertFailed(String topic, RawRecord raw, String reason, String stage, Class<?> exception) {
        TestRecord<byte[], byte[]> record = only(topic);
        assertThat(record.key()).isEqualTo(KEY);
        assertThat(record.value()).isEqualTo(Records.bytes(raw));
        assertThat(record.timestamp()).isEqualTo(Records.FETCHED_AT.toEpochMilli());
        assertThat(text(record.headers()))
                .containsExactly(
                        "wecom-corp=" + raw.getCorpId(),
                        "wecom-seq=" + raw.getSeq(),
                        "wecom-msgid=" + raw.getMsgid(),
                        "wecom-key-version=" + raw.getKeyVersion(),
                        "wecom-delivery=live",
                        "wecom-reason=" + reason,
                        "__connect.errors.topic=test.raw.v1",
                        "__connect.errors.partition=0",
                        "__connect.errors.offset=0",
                        "__connect.errors.stage=" + stage,
                        "__connect.errors.exception.class.name=" + exception.getName());
    }

    /** The one record of the topic, which must also be the only outcome at all. */
    private TestRecord<byte[], byte[]> only(String topic) {
        List<TestRecord<byte[], byte[]>> here = records(topic);
        assertThat(Stream.of(TOPICS.events(), TOPICS.parked(), TOPICS.deadLetters(), TOPICS.erased())
                        .flatMap(name -> records(name).stream()))
                .isEmpty();
        assertThat(here).hasSize(1);
        return here.get(0);
    }

    private List<TestRecord<byte[], byte[]>> records(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private double metric(String name, Map<String, String> tags) {
        return driver.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(name)
                        && metric.metricName().tags().equals(tags))
                .map(Metric::metricValue)
                .map(Double.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> text(Headers headers) {
        return StreamSupport.stream(headers.spliterator(), false)
                .map(DecryptTopologyTest::text)
                .toList();
    }

    private static String text(Header header) {
        return header.key() + "=" + (header.value() == null ? "" : new String(header.value(), UTF_8));
    }
}
