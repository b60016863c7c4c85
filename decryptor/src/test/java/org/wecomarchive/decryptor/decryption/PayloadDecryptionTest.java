package org.wecomarchive.decryptor.decryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.fixtures.ScriptedSdk;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;

@Timeout(30)
final class PayloadDecryptionTest {

    private static final EncryptedPayload GOOD = new EncryptedPayload("key", "a good message");
    private static final byte[] PLAINTEXT = GOOD.message().getBytes(UTF_8);
    private static final EncryptedPayload DEADLY = new EncryptedPayload("key", "a deadly message");

    @Test
    void findsTheGuiltyPayloadAmongThoseThatShareCrashes() throws Exception {
        PayloadDecryption decryption = new PayloadDecryption(new CrashingSdk());
        ExecutorService pool = Executors.newFixedThreadPool(4);
        CountDownLatch parked = new CountDownLatch(1);
        try {
            List<Future<Integer>> good = List.of(
                    pool.submit(() -> decryptUntil(decryption, parked, 1)),
                    pool.submit(() -> decryptUntil(decryption, parked, 2)),
                    pool.submit(() -> decryptBatchesUntil(decryption, parked, 3)));

            RejectedException outcome = rejection(decryption, new RecordPosition("raw", 0, 0));
            parked.countDown();

            assertThat(outcome).hasMessage("native-crash");
            for (Future<Integer> done : good) {
                assertThat(done.get(10, TimeUnit.SECONDS)).isPositive();
            }
        } finally {
            parked.countDown();
            pool.shutdownNow();
        }
    }

    @Test
    void needsTwoStrikes() {
        PayloadDecryption decryption = new PayloadDecryption(new CrashingSdk());
        RecordPosition at = new RecordPosition("raw", 0, 0);

        assertThatThrownBy(() -> decryption.plaintext(at, DEADLY)).isInstanceOf(TransientTroubleException.class);
        assertThatThrownBy(() -> decryption.plaintext(at, DEADLY)).isInstanceOf(RejectedException.class);
    }

    /** A transaction that holds the verdict may be rolled back, and each trial costs restarts that roll back the next one. */
    @Test
    void repeatsItsVerdictWithoutAnotherCrash() throws Exception {
        CrashingSdk sdk = new CrashingSdk();
        PayloadDecryption decryption = new PayloadDecryption(sdk);
        RecordPosition at = new RecordPosition("raw", 0, 0);
        assertThat(rejection(decryption, at)).hasMessage("native-crash");
        int crashes = sdk.crashes.get();

        assertThatThrownBy(() -> decryption.plaintext(at, DEADLY))
                .isInstanceOf(RejectedException.class)
                .hasMessage("native-crash");

        assertThat(sdk.crashes).hasValue(crashes);
    }

    @Test
    void countsTheStrikesOfEachPayloadApart() {
        PayloadDecryption decryption = new PayloadDecryption(new CrashingSdk());

        assertThatThrownBy(() -> decryption.plaintext(new RecordPosition("raw", 0, 0), DEADLY))
                .isInstanceOf(TransientTroubleException.class);
        assertThatThrownBy(() -> decryption.plaintext(new RecordPosition("raw", 1, 0), DEADLY))
                .isInstanceOf(TransientTroubleException.class);
    }

    @Test
    void blamesNobodyForTheCrashOfABatchAndFindsTheGuiltyOneAlone() throws Exception {
        CrashingSdk sdk = new CrashingSdk();
        PayloadDecryption decryption = new PayloadDecryption(sdk);

        assertThat(decryption.plaintexts(batch(GOOD, DEADLY, GOOD))).isEmpty();

        assertThat(decryption.plaintext(at(0), GOOD)).isEqualTo(PLAINTEXT);
        assertThatThrownBy(() -> decryption.plaintext(at(1), DEADLY)).isInstanceOf(TransientTroubleException.class);
        assertThatThrownBy(() -> decryption.plaintext(at(1), DEADLY)).isInstanceOf(RejectedException.class);
        assertThat(decryption.plaintext(at(2), GOOD)).isEqualTo(PLAINTEXT);
        assertThat(sdk.crashes).hasValue(3);
    }

    @Test
    void leavesOutOfABatchWhoIsSuspectedOrCondemned() throws Exception {
        CrashingSdk sdk = new CrashingSdk();
        PayloadDecryption decryption = new PayloadDecryption(sdk);
        decryption.plaintexts(batch(GOOD, DEADLY));

        assertThat(decryption.plaintexts(batch(GOOD, DEADLY, GOOD))).containsOnlyKeys(at(2));
        decryption.plaintext(at(0), GOOD);
        rejection(decryption, at(1));
        assertThat(decryption.plaintexts(batch(GOOD, DEADLY, GOOD))).containsOnlyKeys(at(0), at(2));

        assertThat(sdk.crashes).hasValue(3);
    }

    /** A poll of one record makes a batch of one. */
    @Test
    void countsABatchOfOneAsAlone() {
        PayloadDecryption decryption = new PayloadDecryption(new CrashingSdk());

        assertThat(decryption.plaintexts(batch(DEADLY))).isEmpty();

        assertThatThrownBy(() -> decryption.plaintext(at(0), DEADLY)).isInstanceOf(RejectedException.class);
    }

    @Test
    void leavesWhatTheLibraryRefusesToALaterAttempt() {
        ScriptedSdk sdk = new ScriptedSdk();
        EncryptedPayload refused = new EncryptedPayload("key", ScriptedSdk.message("key", "refused"));
        EncryptedPayload accepted = new EncryptedPayload("key", ScriptedSdk.message("key", "accepted"));
        sdk.fail(refused.message(), SdkException.ofCode(SdkFunction.DECRYPT_DATA, 10006));
        PayloadDecryption decryption = new PayloadDecryption(sdk);

        Map<RecordPosition, byte[]> plaintexts = decryption.plaintexts(batch(accepted, refused, accepted));

        assertThat(plaintexts).containsOnlyKeys(at(0), at(2));
        assertThat(decryption.plaintexts(batch(accepted, refused))).containsOnlyKeys(at(0), at(1));
    }

    @Test
    void suspectsNobodyOfABatchThatTheLibraryDidNotEnd() throws Exception {
        ScriptedSdk sdk = new ScriptedSdk();
        EncryptedPayload payload = new EncryptedPayload("key", ScriptedSdk.message("key", "text"));
        sdk.fail(payload.message(), crash(SdkCrashException.Kind.ENDED), crash(SdkCrashException.Kind.NOT_STARTED));
        PayloadDecryption decryption = new PayloadDecryption(sdk);

        assertThat(decryption.plaintexts(batch(payload, payload))).isEmpty();
        assertThat(decryption.plaintexts(batch(payload, payload))).isEmpty();

        assertThat(decryption.plaintexts(batch(payload, payload))).containsOnlyKeys(at(0), at(1));
    }

    private static SdkCrashException crash(SdkCrashException.Kind kind) {
        return new SdkCrashException(SdkFunction.DECRYPT_DATA, kind, false, "none");
    }

    private static RecordPosition at(long offset) {
        return new RecordPosition("raw", 0, offset);
    }

    private static Map<RecordPosition, EncryptedPayload> batch(EncryptedPayload... payloads) {
        return batch(0, 0, payloads);
    }

    private static Map<RecordPosition, EncryptedPayload> batch(
            int partition, long first, EncryptedPayload... payloads) {
        Map<RecordPosition, EncryptedPayload> batch = new LinkedHashMap<>();
        for (EncryptedPayload payload : payloads) {
            batch.put(new RecordPosition("raw", partition, first + batch.size()), payload);
        }
        return batch;
    }

    private static RejectedException rejection(PayloadDecryption decryption, RecordPosition at) throws SdkException {
        while (true) {
            try {
                decryption.plaintext(at, DEADLY);
            } catch (RejectedException e) {
                return e;
            } catch (TransientTroubleException tryAgain) {
                Thread.onSpinWait();
            }
        }
    }

    private static int decryptUntil(PayloadDecryption decryption, CountDownLatch end, int partition)
            throws RejectedException, SdkException {
        int decrypted = 0;
        for (long offset = 0; end.getCount() > 0 || decrypted == 0; ) {
            try {
                decryption.plaintext(new RecordPosition("raw", partition, offset), GOOD);
                decrypted++;
                offset++;
            } catch (TransientTroubleException tryAgain) {
                Thread.onSpinWait();
            }
        }
        return decrypted;
    }

    private static int decryptBatchesUntil(PayloadDecryption decryption, CountDownLatch end, int partition) {
        int decrypted = 0;
        for (long first = 0; end.getCount() > 0 || decrypted == 0; first += 3) {
            decrypted += decryption
                    .plaintexts(batch(partition, first, GOOD, GOOD, GOOD))
                    .size();
        }
        return decrypted;
    }

    /** Dies of one message, and takes the calls beside it along. */
    private static final class CrashingSdk implements FinanceSdk {

        private final AtomicInteger inFlight = new AtomicInteger();
        private final AtomicInteger crashes = new AtomicInteger();

        @Override
        public byte[] decrypt(EncryptedPayload payload) throws SdkException {
            return decryptAll(List.of(payload)).get(0).payload();
        }

        @Override
        public List<DecryptOutcome> decryptAll(List<EncryptedPayload> payloads) throws SdkException {
            int before = crashes.get();
            boolean alone = inFlight.addAndGet(payloads.size()) == 1;
            try {
                if (payloads.contains(DEADLY)) {
                    crashes.incrementAndGet();
                }
                if (crashes.get() != before) {
                    throw new SdkCrashException(
                            SdkFunction.DECRYPT_DATA, SdkCrashException.Kind.ABORTED, alone, "none");
                }
                return payloads.stream()
                        .map(payload -> (DecryptOutcome)
                                new DecryptOutcome.Decrypted(payload.message().getBytes(UTF_8)))
                        .toList();
            } finally {
                inFlight.addAndGet(-payloads.size());
            }
        }

        @Override
        public ArchiveSession open(CorpCredentials credentials) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
