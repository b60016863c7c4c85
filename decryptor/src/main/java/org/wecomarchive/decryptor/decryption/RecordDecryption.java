package org.wecomarchive.decryptor.decryption;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.DeadLetterReason;
import org.wecomarchive.decryptor.outcome.FailedStep;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.decryptor.outcome.Stage;
import org.wecomarchive.decryptor.payload.PayloadException;
import org.wecomarchive.decryptor.payload.PayloadParser;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.serde.RegistryRefusedException;
import org.wecomarchive.serde.RegistryUnavailableException;
import org.wecomarchive.serde.UndecodableRecordException;
import org.wecomarchive.serde.UnresolvableSchemaException;

/**
 * From the bytes of one raw record to its outcome: Avro, RSA, the vendor's library, JSON, Avro.
 *
 * <p><b>Errors.</b> A fault of the record is an outcome, not an exception; {@link FailureIsolation} decides whose fault a
 * failure is. {@link TransientTroubleException} means that the same record may be tried again later, {@link
 * FatalTroubleException} that the program is at fault.
 *
 * <p><b>Threads.</b> Safe for any number. Knows nothing of the stream. A record takes a few hundred microseconds, mostly RSA;
 * up to a few seconds if the library's process dies during the call.
 */
public final class RecordDecryption implements BatchDecrypter {

    private final BiFunction<RecordPosition, byte[], RawRecord> decoder;
    private final KeyDecryption keys;
    private final PayloadDecryption payloads;
    private final EventEncoding encoding;
    private final Clocks clocks;
    private final FailureIsolation isolation = new FailureIsolation();

    /** Both clocks: of the day, for {@code decrypted_at}, and a monotonic one in nanoseconds. */
    public record Clocks(InstantSource clock, LongSupplier nanoTime) {}

    /** @param decoder reads a raw record from its bytes, and throws as the serde does */
    public RecordDecryption(
            BiFunction<RecordPosition, byte[], RawRecord> decoder,
            KeyDecryption keys,
            PayloadDecryption payloads,
            EventEncoding encoding,
            Clocks clocks) {
        this.decoder = decoder;
        this.keys = keys;
        this.payloads = payloads;
        this.encoding = encoding;
        this.clocks = clocks;
    }

    @Override
    public Decryption decrypt(RecordPosition at, byte[] value) throws TransientTroubleException {
        return isolation.decrypt(() -> attempt(at, value));
    }

    private Decryption attempt(RecordPosition at, byte[] value) throws TransientTroubleException, UndecidedException {
        Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
        try {
            return new Decryption(outcome(at, value, nanos), nanos);
        } catch (RegistryUnavailableException | RegistryRefusedException | UnresolvableSchemaException e) {
            throw TransientTroubleException.ofRegistry(e);
        } catch (FatalTroubleException e) {
            throw e;
        } catch (RuntimeException e) {
            throw FatalTroubleException.unforeseen(e);
        }
    }

    private Outcome outcome(RecordPosition at, byte[] value, Map<Phase, Long> nanos)
            throws TransientTroubleException, UndecidedException {
        RawRecord raw;
        try {
            raw = decode(at, value);
        } catch (UndecodableRecordException e) {
            return new Outcome.DeadLetter(
                    DeadLetterReason.UNDECODABLE_RECORD, FailedStep.of(Stage.DESERIALIZE, e), Optional.empty());
        }
        try {
            EncryptedPayload payload = open(raw, nanos);
            byte[] plaintext = plaintext(at, payload, nanos);
            return event(raw, plaintext, nanos);
        } catch (RejectedException e) {
            return e.outcome(identity(raw));
        } catch (SdkException e) {
            throw UndecidedException.answered(e, identity(raw));
        } catch (RegistryUnavailableException | RegistryRefusedException | UnresolvableSchemaException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw UndecidedException.unforeseen(e, stage(nanos), identity(raw));
        }
    }

    /** The step that was begun last. */
    private static Stage stage(Map<Phase, Long> nanos) {
        if (nanos.containsKey(Phase.PARSE)) {
            return Stage.PARSE;
        }
        return nanos.containsKey(Phase.PAYLOAD) ? Stage.PAYLOAD : Stage.RSA;
    }

    @Override
    public Map<RecordPosition, Decryption> events(Map<RecordPosition, byte[]> values) {
        Map<RecordPosition, Opened> opened = new LinkedHashMap<>();
        values.forEach((at, value) -> opened(at, value).ifPresent(record -> opened.put(at, record)));
        Map<RecordPosition, byte[]> plaintexts = plaintexts(opened);
        Map<RecordPosition, Decryption> events = new HashMap<>();
        plaintexts.forEach((at, plaintext) ->
                decryption(opened.get(at), plaintext).ifPresent(decryption -> events.put(at, decryption)));
        events.keySet().stream().findAny().ifPresent(at -> {
            byte[] value = values.get(at);
            isolation.succeeded(() -> attempt(at, value));
        });
        return events;
    }

    /** A record of a batch whose key is decrypted. */
    private record Opened(RawRecord raw, EncryptedPayload payload, Map<Phase, Long> nanos) {}

    private Optional<Opened> opened(RecordPosition at, byte[] value) {
        RawRecord raw;
        try {
            raw = decode(at, value);
        } catch (UndecodableRecordException noEvent) {
            return Optional.empty();
        }
        Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
        try {
            return Optional.of(new Opened(raw, open(raw, nanos), nanos));
        } catch (RejectedException | RuntimeException | StackOverflowError noEvent) {
            return Optional.empty();
        }
    }

    /** Each record is told its share of the time. */
    private Map<RecordPosition, byte[]> plaintexts(Map<RecordPosition, Opened> opened) {
        Map<RecordPosition, EncryptedPayload> sealed = new LinkedHashMap<>();
        opened.forEach((at, record) -> sealed.put(at, record.payload()));
        long start = now();
        Map<RecordPosition, byte[]> plaintexts = payloads.plaintexts(sealed);
        long nanos = now() - start;
        opened.values().forEach(record -> record.nanos().put(Phase.PAYLOAD, nanos / opened.size()));
        return plaintexts;
    }

    private Optional<Decryption> decryption(Opened record, byte[] plaintext) {
        try {
            Outcome event = event(record.raw(), plaintext, record.nanos());
            return Optional.of(new Decryption(event, record.nanos()));
        } catch (RegistryUnavailableException | RegistryRefusedException e) {
            throw e;
        } catch (RejectedException | RuntimeException | StackOverflowError noEvent) {
            // The stream meets it again, with this record alone, and decides what it means.
            return Optional.empty();
        }
    }

    private RawRecord decode(RecordPosition at, byte[] value) {
        return decoder.apply(at, value == null ? new byte[0] : value);
    }

    private EncryptedPayload open(RawRecord raw, Map<Phase, Long> nanos) throws RejectedException {
        String key = timed(nanos, Phase.RSA, () -> keys.keyString(raw));
        return new EncryptedPayload(key, raw.getEncryptedPayload());
    }

    private Outcome.Event event(RawRecord raw, byte[] plaintext, Map<Phase, Long> nanos) throws RejectedException {
        return timed(nanos, Phase.PARSE, () -> {
            try {
                ChatEvent event =
                        PayloadParser.parse(raw, plaintext, clocks.clock().instant());
                return encoding.encode(event, identity(raw));
            } catch (PayloadException e) {
                throw RejectedException.deadLetter(DeadLetterReason.BAD_JSON, FailedStep.of(Stage.PARSE, e));
            }
        });
    }

    private byte[] plaintext(RecordPosition at, EncryptedPayload payload, Map<Phase, Long> nanos)
            throws RejectedException, TransientTroubleException, SdkException {
        long start = now();
        try {
            return payloads.plaintext(at, payload);
        } finally {
            nanos.put(Phase.PAYLOAD, now() - start);
        }
    }

    private static RecordIdentity identity(RawRecord raw) {
        return new RecordIdentity(raw.getCorpId(), raw.getSeq(), raw.getMsgid(), raw.getKeyVersion());
    }

    private <T> T timed(Map<Phase, Long> nanos, Phase phase, Work<T> work) throws RejectedException {
        long start = now();
        try {
            return work.run();
        } finally {
            nanos.put(phase, now() - start);
        }
    }

    private long now() {
        return clocks.nanoTime().getAsLong();
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws RejectedException;
    }
}
