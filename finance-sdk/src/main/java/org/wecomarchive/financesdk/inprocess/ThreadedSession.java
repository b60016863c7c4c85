package org.wecomarchive.financesdk.inprocess;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.MediaChunk;
import org.wecomarchive.financesdk.PageRequest;
import org.wecomarchive.financesdk.SdkException;

/** A session whose every call, from opening to closing, runs on the one thread that it owns. */
final class ThreadedSession implements ArchiveSession {

    private final ExecutorService thread;
    private final ArchiveSession session;
    private final Runnable afterCall;
    private final Consumer<ThreadedSession> onClose;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    private ThreadedSession(
            ExecutorService thread, ArchiveSession session, Runnable afterCall, Consumer<ThreadedSession> onClose) {
        this.thread = thread;
        this.session = session;
        this.afterCall = afterCall;
        this.onClose = onClose;
    }

    static ThreadedSession open(
            FinanceSdk sdk, CorpCredentials credentials, Runnable afterCall, Consumer<ThreadedSession> onClose)
            throws SdkException {
        ExecutorService thread = Executors.newSingleThreadExecutor(new NativeThreads("finance-sdk-session"));
        try {
            ArchiveSession session = await(thread, () -> sdk.open(credentials));
            return new ThreadedSession(thread, session, afterCall, onClose);
        } catch (SdkException | RuntimeException e) {
            thread.shutdown();
            throw e;
        } finally {
            afterCall.run();
        }
    }

    @Override
    public byte[] fetchPage(long seq, int limit) throws SdkException {
        PageRequest page = new PageRequest(seq, limit);
        return call(() -> session.fetchPage(page.seq(), page.limit()));
    }

    @Override
    public MediaChunk fetchMedia(String sdkFileId, String index) throws SdkException {
        return call(() -> session.fetchMedia(sdkFileId, index));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            thread.execute(() -> {
                session.close();
                afterCall.run();
            });
            thread.shutdown();
            onClose.accept(this);
        }
    }

    private <T> T call(Callable<T> call) throws SdkException {
        if (closed.get()) {
            throw new IllegalStateException("the session is closed");
        }
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException("the session is in use by another thread");
        }
        try {
            return await(thread, call);
        } finally {
            busy.set(false);
            afterCall.run();
        }
    }

    private static <T> T await(ExecutorService thread, Callable<T> call) throws SdkException {
        try {
            return Uninterruptible.await(thread.submit(call));
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the session is closed", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SdkException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException broken) {
                throw broken;
            }
            throw new IllegalStateException("the library broke its contract", e.getCause());
        }
    }
}
