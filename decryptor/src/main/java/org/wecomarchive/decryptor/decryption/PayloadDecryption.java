package org.wecomarchive.decryptor.decryption;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.DeadLetterReason;
import org.wecomarchive.decryptor.outcome.FailedStep;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.decryptor.outcome.Stage;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkException;

/**
 * From an encrypted payload to its plaintext, by the vendor's library.
 *
 * <p>A refusal is tried once more and is then final. Whether any other code is the record's fault is not decided here. A
 * payload gets a strike if it was alone in flight when the library crashed or hung. Two strikes park it, now and
 * whenever it is asked for again, until {@link #overrule}. After a crash, each payload that was in flight with others is
 * retried alone, with every other call held back, to identify the culprit however busy the other threads are.
 */
public final class PayloadDecryption {

    private static final Logger log = LoggerFactory.getLogger(PayloadDecryption.class);

    private final FinanceSdk sdk;
    private final CrashStrikes strikes = new CrashStrikes();
    private final ReadWriteLock calls = new ReentrantReadWriteLock(true);

    public PayloadDecryption(FinanceSdk sdk) {
        this.sdk = sdk;
    }

    /**
     * The plaintext; bounded to a few seconds.
     *
     * @throws SdkException an answer that does not say whose fault it is
     */
    byte[] plaintext(RecordPosition at, EncryptedPayload payload)
            throws RejectedException, TransientTroubleException, SdkException {
        if (strikes.isCondemned(at)) {
            throw nativeCrash();
        }
        boolean suspect = strikes.isSuspect(at);
        Lock lock = suspect ? calls.writeLock() : calls.readLock();
        lock.lock();
        try {
            byte[] plaintext = decryptWithOneRetry(payload);
            if (suspect) {
                strikes.forget(at);
            }
            return plaintext;
        } catch (SdkCrashException e) {
            blame(at, e);
            if (strikes.isCondemned(at)) {
                throw nativeCrash();
            }
            throw TransientTroubleException.healing("the library's process was lost (" + e.kind() + ")", e);
        } catch (SdkException e) {
            rejectIfFinal(at, e);
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The plaintexts that one call of the library gives at the first attempt; bounded to a few seconds. Pass payloads that are
     * missing from the answer to {@link #plaintext}: suspects, which are only tried alone; payloads that the library refused;
     * and all payloads after a crash, which makes them suspects, or after any other failure of the call.
     */
    Map<RecordPosition, byte[]> plaintexts(Map<RecordPosition, EncryptedPayload> payloads) {
        Map<RecordPosition, byte[]> plaintexts = new HashMap<>();
        List<RecordPosition> asked = new ArrayList<>(payloads.keySet());
        calls.readLock().lock();
        try {
            asked.removeIf(strikes::isSuspect);
            List<DecryptOutcome> outcomes =
                    sdk.decryptAll(asked.stream().map(payloads::get).toList());
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) instanceof DecryptOutcome.Decrypted decrypted) {
                    plaintexts.put(asked.get(i), decrypted.payload());
                }
            }
        } catch (SdkCrashException crash) {
            asked.forEach(at -> blame(at, crash));
        } catch (SdkException trouble) {
            log.debug("a batch of {} payloads was not decrypted: {}", asked.size(), trouble.failureClass());
        } finally {
            calls.readLock().unlock();
        }
        return plaintexts;
    }

    /** Has the payloads of a partition tried again as if they had never crashed anything; safe for any thread. */
    public void overrule(String topic, int partition) {
        strikes.forgetAll(topic, partition);
    }

    private byte[] decryptWithOneRetry(EncryptedPayload payload) throws SdkException {
        try {
            return sdk.decrypt(payload);
        } catch (SdkException first) {
            if (first.failureClass() != FailureClass.BAD_RECORD) {
                throw first;
            }
            return sdk.decrypt(payload);
        }
    }

    private void blame(RecordPosition at, SdkCrashException crash) {
        boolean byItself =
                crash.kind() == SdkCrashException.Kind.ABORTED || crash.kind() == SdkCrashException.Kind.HUNG;
        if (byItself && crash.aloneInFlight()) {
            strikes.strike(at);
        } else if (byItself) {
            strikes.suspect(at);
        }
    }

    private static RejectedException nativeCrash() {
        return RejectedException.parked(
                ParkedReason.NATIVE_CRASH, new FailedStep(Stage.PAYLOAD, SdkCrashException.class));
    }

    private void rejectIfFinal(RecordPosition at, SdkException refusal) throws RejectedException {
        FailedStep failure = FailedStep.of(Stage.PAYLOAD, refusal);
        if (refusal.failureClass() == FailureClass.BAD_RECORD) {
            strikes.forget(at);
            throw RejectedException.deadLetter(DeadLetterReason.REFUSED_PAYLOAD, failure);
        }
        if (refusal.failureClass() == FailureClass.BAD_KEY) {
            strikes.forget(at);
            throw RejectedException.parked(ParkedReason.KEY_MISMATCH, failure);
        }
    }
}
