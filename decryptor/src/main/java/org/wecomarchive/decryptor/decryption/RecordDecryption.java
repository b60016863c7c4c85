package org.wecomarchive.decryptor.decryption;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.DeadLetterReason;
import org.wecomarchive.decryptor.outcome.Failure;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.decryptor.outcome.Stage;
import org.wecomarchive.decryptor.payload.PayloadException;
import org.wecomarchive.decryptor.payload.PayloadParser;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.serde.RegistryRefusedException;
import org.wecomarchive.serde.RegistryUnavailableException;
import org.wecomarchive.serde.UndecodableRecordException;

/**
 * From the bytes of one raw record to its outcome: Avro, RSA, the vendor's library, JSON, Avro.
 *
 * <p><b>Errors.</b> What is wrong with the record is an outcome, not an exception. {@link TransientTroubleException} means
 * that the same record may be tried again later, {@link FatalTroubleException} that the program is at fault.
 *
 * <p><b>Threads.</b> Safe for any number. Knows nothing of the stream; a call takes about 400 µs, and a few seconds when
 * the library's process is lost.
 */
public final class RecordDecryption implements Decrypter {

    private final RawDecoder decoder;
    private final KeyDecryption keys;
    private final PayloadDecryption payloads;
    private final PayloadParser parser;
    private final EventEncoding encoding;
    private final Ticker ticker;

    /** Both clocks: of the day, for {@code decrypted_at}, and a monotonic one in nanoseconds. */
    public record Ticker(InstantSource clock, LongSupplier nanoTime) {}

    public RecordDecryption(
            RawDecoder decoder,
            KeyDecryption keys,
            PayloadDecryption payloads,
            PayloadParser parser,
            EventEncoding encoding,
            Ticker ticker) {
        this.decoder = decoder;
        this.keys = keys;
        this.payloads = payloads;
        this.parser = parser;
        this.encoding = encoding;
        this.ticker = ticker;
    }

    @Override
    public Decryption decrypt(RecordPosition at, byte[] value) throws TransientTroubleException {
        Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
        try {
            return new Decryption(outcome(at, value, nanos), nanos);
        } catch (RegistryUnavailableException e) {
            throw TransientTroubleException.healing("the schema registry is away", e);
        } catch (RegistryRefusedException e) {
            throw TransientTroubleException.needingOperator("the schema registry refuses us", e);
        } catch (FatalTroubleException e) {
            throw e;
        } catch (RuntimeException e) {
            throw FatalTroubleException.unforeseen(e);
        }
    }

    private Outcome outcome(RecordPosition at, byte[] value, Map<Phase, Long> nanos) throws TransientTroubleException {
        RawRecord raw;
        try {
            raw = decode(at, value);
        } catch (UndecodableRecordException e) {
            return new Outcome.DeadLetter(
                    DeadLetterReason.UNDECODABLE_RECORD, Failure.of(Stage.DESERIALIZE, e), Optional.empty());
        }
        RecordIdentity identity =
                new RecordIdentity(raw.getCorpId(), raw.getSeq(), raw.getMsgid(), raw.getKeyVersion());
        try {
            String key = timed(nanos, Phase.RSA, () -> keys.keyString(raw));
            byte[] plaintext = timed(
                    nanos,
                    Phase.PAYLOAD,
                    () -> payloads.plaintext(at, new EncryptedPayload(key, raw.getEncryptedPayload())));
            return timed(nanos, Phase.PARSE, () -> encoding.encode(event(raw, plaintext), identity));
        } catch (RejectedException e) {
            return e.outcome(identity);
        }
    }

    private RawRecord decode(RecordPosition at, byte[] value) {
        return decoder.decode(at, value == null ? new byte[0] : value);
    }

    private ChatEvent event(RawRecord raw, byte[] plaintext) throws RejectedException {
        try {
            return parser.parse(raw, plaintext, ticker.clock().instant());
        } catch (PayloadException e) {
            throw RejectedException.deadLetter(DeadLetterReason.BAD_JSON, Failure.of(Stage.PARSE, e));
        }
    }

    private <T> T timed(Map<Phase, Long> nanos, Phase phase, Work<T> work)
            throws RejectedException, TransientTroubleException {
        long start = ticker.nanoTime().getAsLong();
        try {
            return work.run();
        } finally {
            nanos.put(phase, ticker.nanoTime().getAsLong() - start);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws RejectedException, TransientTroubleException;
    }
}
