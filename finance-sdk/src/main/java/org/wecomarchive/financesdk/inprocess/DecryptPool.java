package org.wecomarchive.financesdk.inprocess;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.SdkException;

/** Decrypts batches on as many threads as the machine has processors; the outcomes keep the order of the payloads. */
public final class DecryptPool implements AutoCloseable {

    /** Payloads a thread takes at a time: enough to make taking them free, few enough to share a small batch. */
    private static final int STRIDE = 8;

    private final FinanceSdk sdk;
    private final int threads;
    private final ExecutorService executor;

    public DecryptPool(FinanceSdk sdk, int threads) {
        this.sdk = sdk;
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads, new NativeThreads("finance-sdk-decrypt"));
    }

    /** Ends exceptionally only when the library throws what it must not. */
    public CompletableFuture<List<DecryptOutcome>> submit(List<EncryptedPayload> payloads) {
        if (payloads.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Batch batch = new Batch(payloads);
        int workers = Math.min(threads, (payloads.size() + STRIDE - 1) / STRIDE);
        for (int i = 0; i < workers; i++) {
            executor.execute(batch);
        }
        return batch.result;
    }

    /** Takes no more batches; calls in progress run on, on daemon threads. */
    @Override
    public void close() {
        executor.shutdown();
    }

    private final class Batch implements Runnable {

        private final List<EncryptedPayload> payloads;
        private final AtomicReferenceArray<DecryptOutcome> outcomes;
        private final AtomicInteger taken = new AtomicInteger();
        private final AtomicInteger left;
        private final CompletableFuture<List<DecryptOutcome>> result = new CompletableFuture<>();

        private Batch(List<EncryptedPayload> payloads) {
            this.payloads = payloads;
            this.outcomes = new AtomicReferenceArray<>(payloads.size());
            this.left = new AtomicInteger(payloads.size());
        }

        @Override
        public void run() {
            try {
                for (int from = taken.getAndAdd(STRIDE); from < payloads.size(); from = taken.getAndAdd(STRIDE)) {
                    decrypt(from, Math.min(from + STRIDE, payloads.size()));
                }
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        }

        private void decrypt(int from, int to) {
            for (int i = from; i < to; i++) {
                outcomes.setPlain(i, outcome(payloads.get(i)));
            }
            if (left.addAndGet(from - to) == 0) {
                result.complete(ordered());
            }
        }

        private DecryptOutcome outcome(EncryptedPayload payload) {
            try {
                return new DecryptOutcome.Decrypted(sdk.decrypt(payload));
            } catch (SdkException refusal) {
                return new DecryptOutcome.Refused(refusal);
            }
        }

        private List<DecryptOutcome> ordered() {
            DecryptOutcome[] all = new DecryptOutcome[payloads.size()];
            Arrays.setAll(all, outcomes::getPlain);
            return List.of(all);
        }
    }
}
