package org.wecomarchive.financesdk.inprocess;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.NativeStructs;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkMonitor;

/**
 * Gives a library in this JVM its own threads: a pool for payloads and one thread a session, all with a native stack that the
 * callers' threads may not have. A native call cannot be interrupted, so an interrupted caller waits for its end and keeps
 * the flag.
 */
final class ThreadedFinanceSdk implements FinanceSdk {

    private final LocalLibrary library;
    private final DecryptPool pool;
    private final SdkMonitor monitor;
    private final AtomicReference<NativeStructs> reported = new AtomicReference<>(NativeStructs.NONE);
    private final Set<ThreadedSession> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    ThreadedFinanceSdk(LocalLibrary library, int decryptThreads, SdkMonitor monitor) {
        this.library = library;
        this.pool = new DecryptPool(library.sdk(), decryptThreads);
        this.monitor = monitor;
    }

    @Override
    public ArchiveSession open(CorpCredentials credentials) throws SdkException {
        refuseClosed();
        ThreadedSession session =
                ThreadedSession.open(library.sdk(), credentials, this::reportStructs, sessions::remove);
        sessions.add(session);
        return session;
    }

    @Override
    public byte[] decrypt(EncryptedPayload payload) throws SdkException {
        return decryptAll(List.of(payload)).get(0).payload();
    }

    @Override
    public List<DecryptOutcome> decryptAll(List<EncryptedPayload> payloads) {
        refuseClosed();
        CompletableFuture<List<DecryptOutcome>> batch = pool.submit(payloads);
        try {
            return Uninterruptible.await(batch);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the library broke its contract while decrypting", e.getCause());
        } finally {
            reportStructs();
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            pool.close();
            sessions.forEach(ThreadedSession::close);
            library.sdk().close();
        }
    }

    private void reportStructs() {
        NativeStructs live = library.liveStructs().get();
        if (!live.equals(reported.getAndSet(live))) {
            monitor.liveStructs(live);
        }
    }

    private void refuseClosed() {
        if (closed.get()) {
            throw new IllegalStateException("the finance SDK is closed");
        }
    }
}
