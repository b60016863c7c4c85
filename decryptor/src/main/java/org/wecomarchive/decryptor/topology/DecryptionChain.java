package org.wecomarchive.decryptor.topology;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.wecomarchive.decryptor.decryption.BatchDecrypter;
import org.wecomarchive.decryptor.decryption.Decrypter;
import org.wecomarchive.decryptor.erasure.ErasureFilter;
import org.wecomarchive.decryptor.erasure.ErasureLog;
import org.wecomarchive.decryptor.follow.Pauses;
import org.wecomarchive.decryptor.prefetch.Prefetch;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.schemas.Erasure;

/**
 * What stands around the decryption of a record, in order.
 *
 * @param decryption from bytes to outcome
 * @param prefetch makes events of what was polled, before the stream asks
 * @param erased writes what is in the topic of erased records
 */
public record DecryptionChain(
        BatchDecrypter decryption, Prefetch prefetch, ErasureLog orders, Function<Erasure, byte[]> erased) {

    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(50), Duration.ofMillis(500));

    /**
     * Of a record in the stream: retry within the transaction, erasure filter, prefetch, decryption. An order of erasure
     * counts that has come since the record was prefetched, and each attempt asks for the orders again.
     *
     * @param nanoTime monotonic clock in nanoseconds
     */
    public TransactionRetry inStream(Pauses pauses, LongSupplier nanoTime) {
        return new TransactionRetry(new ErasureFilter(prefetch, orders, erased), PAUSES, pauses, nanoTime);
    }

    /** Of a parked record: erasure filter, decryption. */
    public Decrypter ofParked() {
        return new ErasureFilter(decryption, orders, erased);
    }
}
