package org.wecomarchive.financesdk.process;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.inprocess.NativeThreads;

/** A session inside the host process with the one thread on which everything happens to its handle. */
final class HostSession {

    private final ExecutorService thread = Executors.newSingleThreadExecutor(new NativeThreads("finance-sdk-session"));
    private Optional<ArchiveSession> handle = Optional.empty();

    void execute(Runnable call) {
        thread.execute(call);
    }

    /** On the session's thread only, as is {@link #handle}. */
    void open(FinanceSdk sdk, CorpCredentials credentials) throws SdkException {
        handle = Optional.of(sdk.open(credentials));
    }

    ArchiveSession handle() {
        return handle.orElseThrow(() -> new IllegalStateException("the session is not open"));
    }

    /** Destroys the handle after the calls before it. */
    void close() {
        thread.execute(() -> handle.ifPresent(ArchiveSession::close));
        thread.shutdown();
    }
}
