package org.wecomarchive.ingestor.fetch;

import java.time.Duration;
import org.wecomarchive.callledger.Route;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdks;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.financesdk.SdkMonitor;
import org.wecomarchive.financesdk.SdkSettings;
import org.wecomarchive.recovery.RedactedException;

/**
 * One corp's archive behind the vendor's library: library and session are opened when they are first needed and kept.
 *
 * <p><b>Threads.</b> Everything is for the fetch thread, except {@link #close}, which any thread may call to end a call
 * that hangs.
 */
public final class Archive implements AutoCloseable {

    /** Opens the library; at most once at a time. */
    @FunctionalInterface
    interface Opener {
        FinanceSdk open();
    }

    private final Opener opener;
    private final CorpCredentials credentials;
    private volatile FinanceSdk sdk;
    private ArchiveSession session;
    private volatile boolean closed;

    Archive(Opener opener, CorpCredentials credentials) {
        this.opener = opener;
        this.credentials = credentials;
    }

    /** The archive behind the library that the settings name. */
    public static Archive of(SdkSettings settings, SdkMonitor monitor, CorpCredentials credentials) {
        return new Archive(() -> FinanceSdks.open(settings, monitor), credentials);
    }

    /** Makes sure that there is a session; says whether it is a new one. */
    boolean open() throws SdkException {
        if (session != null) {
            return false;
        }
        session = library().open(credentials);
        return true;
    }

    String corpId() {
        return credentials.corpId();
    }

    Route route() {
        return credentials.proxy().isEmpty() ? Route.DIRECT : Route.PROXY;
    }

    /** After how long a call is late. */
    Duration callTimeout() {
        return credentials.timeout();
    }

    /** As {@link ArchiveSession#fetchPage}; {@link #open} has been called. */
    byte[] fetchPage(long seq, int limit) throws SdkException {
        return session.fetchPage(seq, limit);
    }

    /** Forgets the session, so that the next one starts with a new handle and access token. */
    void dropSession() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    private FinanceSdk library() throws SdkException {
        if (sdk == null) {
            sdk = openLibrary();
        }
        if (closed) {
            sdk.close();
        }
        return sdk;
    }

    private FinanceSdk openLibrary() throws SdkException {
        try {
            return opener.open();
        } catch (IllegalArgumentException e) {
            throw new FatalIngestException("sdk.library cannot be used: " + e.getMessage(), RedactedException.of(e));
        } catch (IllegalStateException e) {
            SdkCrashException notStarted = new SdkCrashException(
                    SdkFunction.INIT,
                    SdkCrashException.Kind.NOT_STARTED,
                    true,
                    "the process that hosts the library could not be started");
            notStarted.initCause(e);
            throw notStarted;
        }
    }

    @Override
    public void close() {
        closed = true;
        FinanceSdk open = sdk;
        if (open != null) {
            open.close();
        }
    }
}
