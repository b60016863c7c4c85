package org.wecomarchive.financesdk.inprocess;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FinanceSdk;

/** Decrypts batches on as many threads as the machine has processors; the outcomes keep the order of the payloads. */
public final class DecryptPool implements AutoCloseable {

    /** Payloads of one task: enough to make handing them over free, few enough to share a small batch. */
    private static final int STRIDE = 8;

    private final FinanceSdk sdk;
    private final ExecutorService executor;

    public DecryptPool(FinanceSdk sdk, int threads) {
        this.sdk = sdk;
        this.executor = Executors.newFixedThreadPool(threads, new NativeThreads("finance-sdk-decrypt"));
    }

    /** Ends exceptionally only when the library throws what it must not. */
    public CompletableFuture<List<DecryptOutcome>> submit(List<EncryptedPayload> payloads) {
        List<CompletableFuture<List<DecryptOutcome>>> parts = IntStream.iterate(
                        0, from -> from < payloads.size(), from -> from + STRIDE)
                .mapToObj(from -> payloads.subList(from, Math.min(from + STRIDE, payloads.size())))
                .map(part -> CompletableFuture.supplyAsync(() -> decrypt(part), executor))
                .toList();
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenApply(done -> parts.stream()
                .map(CompletableFuture::join)
                .flatMap(List::stream)
                .toList());
    }

    private List<DecryptOutcome> decrypt(List<EncryptedPayload> part) {
        return part.stream()
                .map(payload -> DecryptOutcome.of(() -> sdk.decrypt(payload)))
                .toList();
    }

    /** Takes no more batches; calls in progress run on, on daemon threads. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
