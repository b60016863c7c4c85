package org.wecomarchive.decryptor.decryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wecomarchive.decryptor.fixtures.Records.envelope;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.decryptor.crypto.RsaEngine;
import org.wecomarchive.decryptor.crypto.RsaProvider;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.decryptor.fixtures.ScriptedSdk;
import org.wecomarchive.decryptor.fixtures.TestKeys;
import org.wecomarchive.decryptor.keyring.KeyFileAccess;
import org.wecomarchive.decryptor.keyring.KeyRing;
import org.wecomarchive.decryptor.keyring.PemPassword;
import org.wecomarchive.decryptor.outcome.Destination;
import org.wecomarchive.decryptor.outcome.FailedStep;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.decryptor.outcome.Stage;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.testkit.registry.ScriptedRegistry;

/** Batches; what becomes of a single record is shown where it becomes a record again. */
final class RecordDecryptionTest {

    private static final int EVENTS_MAX_BYTES = 4096;
    /** How far the clock goes on whenever somebody looks. */
    private static final long STEP_NANOS = 600;

    @TempDir
    private Path keysDir;

    private final ScriptedSdk sdk = new ScriptedSdk();
    private final AtomicLong nanoTime = new AtomicLong();
    private BiFunction<RecordPosition, byte[], RawRecord> decoder = Records::decode;
    private Function<ChatEvent, byte[]> encoder = Records::encode;
    private RecordDecryption decryption;

    @BeforeEach
    void open() {
        TestKeys.install("pkcs1.pem", keysDir, Records.CORP, 3);
        decryption = new RecordDecryption(
                (at, value) -> decoder.apply(at, value),
                new KeyDecryption(new KeyRing(
                        keysDir,
                        KeyFileAccess.OWNER,
                        PemPassword.none(),
                        RsaEngine.open(RsaProvider.AUTO),
                        nanoTime::get)),
                new PayloadDecryption(sdk),
                new EventEncoding(event -> encoder.apply(event), EVENTS_MAX_BYTES),
                new RecordDecryption.Clocks(() -> Records.DECRYPTED_AT, () -> nanoTime.addAndGet(STEP_NANOS)));
    }

    @Test
    void makesTheSameEventsTogetherAsAlone() throws Exception {
        Map<RecordPosition, byte[]> values = values(envelope(1), envelope(2), envelope(3));

        Map<RecordPosition, Decryption> events = decryption.events(values);

        assertThat(events).containsOnlyKeys(at(0), at(1), at(2));
        for (RecordPosition at : values.keySet()) {
            Decryption alone = decryption.decrypt(at, values.get(at));
            assertThat(events.get(at).outcome()).usingRecursiveComparison().isEqualTo(alone.outcome());
        }
    }

    @Test
    void leavesOutWhateverIsNoEvent() {
        String refused = ScriptedSdk.message(Records.KEY_STRING, "refused");
        sdk.fail(refused, SdkException.ofCode(SdkFunction.DECRYPT_DATA, 10005));
        Map<RecordPosition, byte[]> values = values(
                envelope(1),
                envelope(2).setKeyVersion(4),
                envelope(3).setEncryptedKey("!"),
                envelope(4).setEncryptedPayload(refused),
                envelope(5).setEncryptedPayload(ScriptedSdk.message(Records.KEY_STRING, "not json")),
                envelope(6)
                        .setEncryptedPayload(ScriptedSdk.message(
                                Records.KEY_STRING, Records.PLAINTEXT.replace("你好", "长".repeat(EVENTS_MAX_BYTES / 3)))),
                envelope(7));
        values.put(at(7), new byte[] {1, 2, 3});

        Map<RecordPosition, Decryption> events = decryption.events(values);

        assertThat(events).containsOnlyKeys(at(0), at(6));
        assertThat(events.values())
                .allSatisfy(event -> assertThat(event.outcome().reason()).isEmpty());
    }

    @Test
    void tellsEachRecordItsShareOfTheCommonCall() {
        Map<RecordPosition, Decryption> events = decryption.events(values(envelope(1), envelope(2), envelope(3)));

        Map<Phase, Long> nanos = Map.of(Phase.RSA, STEP_NANOS, Phase.PAYLOAD, STEP_NANOS / 3, Phase.PARSE, STEP_NANOS);
        assertThat(events.values()).hasSize(3).allSatisfy(event -> assertThat(event.nanos())
                .isEqualTo(nanos));
    }

    /** When the registry is away, each record would wait for it as long again. */
    @Test
    void givesUpTheWholeBatchForTroubleThatIsNotARecords() {
        AtomicLong asked = new AtomicLong();
        decoder = (at, value) -> {
            asked.incrementAndGet();
            throw new IllegalStateException("away");
        };

        assertThatThrownBy(() -> decryption.events(values(envelope(1), envelope(2))))
                .isInstanceOf(IllegalStateException.class);

        assertThat(asked).hasValue(1);
        assertThat(sdk.calls()).isZero();
    }

    /** A replica that lags, a registry restored from a backup, the address of another one: none of it is the record's fault. */
    @Test
    void waitsForAPersonWhileTheRegistryDoesNotKnowTheSchemaOfARecord() throws Exception {
        byte[] value = Records.framed(7, envelope(1).build());
        try (ScriptedRegistry registry = ScriptedRegistry.empty();
                RecordReader<RawRecord> reader =
                        RecordReader.of(RawRecord.class, Map.of("schema.registry.url", registry.url()))) {
            decoder = (at, bytes) -> reader.decode(at.topic(), at.partition(), at.offset(), bytes);

            assertThatThrownBy(() -> decryption.decrypt(at(0), value))
                    .isInstanceOfSatisfying(TransientTroubleException.class, trouble -> assertThat(
                                    trouble.failure().failureClass())
                            .isEqualTo(FailureClass.OPERATOR))
                    .hasMessageContaining("schema id 7 of raw-value is unknown");
            registry.add(7, RawRecord.getClassSchema().toString());
            Decryption decrypted = decryption.decrypt(at(0), value);

            assertThat(decrypted.outcome().destination()).isEqualTo(Destination.EVENTS);
        }
    }

    @Test
    void isolatesARecordThatNobodyForesawAmongOthers() throws Exception {
        encoder = event -> {
            if (event.getSeq() == 2) {
                throw new IllegalStateException("a secret");
            }
            return Records.encode(event);
        };
        Map<RecordPosition, byte[]> values = values(envelope(1), envelope(2), envelope(3));

        Map<RecordPosition, Decryption> together = decryption.events(values);
        Outcome alone = decryption.decrypt(at(1), values.get(at(1))).outcome();

        assertThat(together).containsOnlyKeys(at(0), at(2));
        assertThat(alone)
                .isEqualTo(new Outcome.Parked(
                        ParkedReason.REFUSED_FOR_NOW,
                        new FailedStep(Stage.PARSE, IllegalStateException.class),
                        new RecordIdentity(Records.CORP, 2, "m-2", 3)));
    }

    @Test
    void waitsForAPersonWhenNoRecordIsSpared() {
        encoder = event -> {
            throw new IllegalStateException("a secret");
        };

        assertThatThrownBy(() ->
                        decryption.decrypt(at(0), Records.bytes(envelope(1).build())))
                .isInstanceOfSatisfying(
                        TransientTroubleException.class,
                        trouble -> assertThat(trouble.failure().failureClass()).isEqualTo(FailureClass.OPERATOR))
                .hasMessage("unforeseen java.lang.IllegalStateException: report it");
    }

    /** No waiting ends a bug of ours that comes with every record. */
    @Test
    void endsWhenWhatNobodyForesawHappensToTheControlToo() throws Exception {
        decryption.decrypt(at(0), Records.bytes(envelope(1).build()));
        encoder = event -> {
            throw new IllegalStateException("a secret");
        };

        assertThatThrownBy(() ->
                        decryption.decrypt(at(1), Records.bytes(envelope(2).build())))
                .isInstanceOf(FatalTroubleException.class)
                .hasMessage("unforeseen java.lang.IllegalStateException");
    }

    @Test
    void hasNothingToGiveWhenNoRecordReachesTheLibrary() {
        assertThat(decryption.events(values(envelope(1).setKeyVersion(4)))).isEmpty();
    }

    private static RecordPosition at(long offset) {
        return new RecordPosition("raw", 0, offset);
    }

    private static Map<RecordPosition, byte[]> values(RawRecord.Builder... records) {
        Map<RecordPosition, byte[]> values = new LinkedHashMap<>();
        for (RawRecord.Builder record : records) {
            values.put(at(values.size()), Records.bytes(record.build()));
        }
        return values;
    }
}
