package org.wecomarchive.decryptor.decryption;

import java.util.LinkedHashMap;
import java.util.Map;
import org.wecomarchive.decryptor.outcome.RecordPosition;

/**
 * Remembers which payloads were in flight when the vendor's library died or hung.
 *
 * <p><b>Invariants.</b> A payload that was not alone is a suspect with 0 strikes: its next attempt must be alone. One that
 * was alone has at least one strike. One with enough strikes is condemned and stays so. The transaction that parks it may be
 * rolled back, and a second trial would crash the library again and roll back the next transaction. Beyond a bound the oldest
 * payloads are forgotten; such a payload can cause further crashes.
 *
 * <p><b>Threads.</b> Safe for any number. Outlives stream threads, which end at the first strike.
 */
final class CrashStrikes {

    private static final int MOST_REMEMBERED = 10_000;

    private static final int CONDEMNING = 2;

    private final Map<RecordPosition, Integer> strikes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RecordPosition, Integer> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** Whether the payload was in flight at a crash and has not been decrypted since. */
    synchronized boolean isSuspect(RecordPosition at) {
        return strikes.containsKey(at);
    }

    synchronized void suspect(RecordPosition at) {
        strikes.putIfAbsent(at, 0);
    }

    /** Whether the payload has enough strikes not to be tried again. */
    synchronized boolean isCondemned(RecordPosition at) {
        return strikes.getOrDefault(at, 0) >= CONDEMNING;
    }

    synchronized void strike(RecordPosition at) {
        strikes.merge(at, 1, Integer::sum);
    }

    synchronized void forget(RecordPosition at) {
        strikes.remove(at);
    }

    synchronized void forgetAll(String topic, int partition) {
        strikes.keySet().removeIf(at -> at.topic().equals(topic) && at.partition() == partition);
    }
}
