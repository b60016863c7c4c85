package org.wecomarchive.financesdk.nativelib;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.NativeStructs;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;

/**
 * The vendor's library called directly, on the thread of the caller.
 *
 * <p><b>Threads.</b> Any number may decrypt at the same time, each with a slice of its own. Callers give their threads a
 * native stack of 8 MiB. The library stays loaded when this is closed.
 *
 * <p><b>Invariant.</b> Every struct that a call creates is freed before the call returns, however it ends.
 */
public final class NativeFinanceSdk implements FinanceSdk {

    /** The vendor asks to retry these once; a refusal costs microseconds. */
    private static final Set<Integer> RETRIED_ONCE = Set.of(10006, 10008);

    private final WeWorkLibrary library;
    private final StructCounter counter = new StructCounter();
    private final Set<NativeSession> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    private NativeFinanceSdk(WeWorkLibrary library) {
        this.library = library;
    }

    /**
     * Loads the library and checks all its functions.
     *
     * @throws IllegalArgumentException when it cannot be used as it is; the message says why and what to do
     */
    public static NativeFinanceSdk load(Path path) {
        return new NativeFinanceSdk(LibraryLoader.load(path));
    }

    /** One class of each jar that the binding needs, for the class path of a process of its own. */
    public static List<Class<?>> requiredClasses() {
        return List.of(Native.class);
    }

    /** The structs that exist now. */
    public NativeStructs liveStructs() {
        return counter.live();
    }

    @Override
    public ArchiveSession open(CorpCredentials credentials) throws SdkException {
        refuseClosed();
        Pointer sdk = library.newSdk();
        if (sdk == null) {
            throw new SdkException(
                    SdkFunction.INIT,
                    0,
                    FailureClass.TRANSIENT,
                    "the library could not create a handle: out of memory?");
        }
        counter.sdks.incrementAndGet();
        int code = library.init(sdk, CString.of(credentials.corpId()), CString.of(credentials.secret()));
        NativeSession session =
                new NativeSession(library, counter, sdk, NetworkArguments.of(credentials), sessions::remove);
        if (code != 0) {
            session.close();
            throw SdkException.ofCode(SdkFunction.INIT, code);
        }
        sessions.add(session);
        return session;
    }

    @Override
    public byte[] decrypt(EncryptedPayload payload) throws SdkException {
        refuseClosed();
        PayloadGuard.check(payload);
        byte[] key = CString.of(payload.key());
        byte[] message = CString.of(payload.message());
        try {
            return decryptOnce(key, message);
        } catch (SdkException refusal) {
            if (!RETRIED_ONCE.contains(refusal.code())) {
                throw refusal;
            }
            return decryptOnce(key, message);
        }
    }

    private byte[] decryptOnce(byte[] key, byte[] message) throws SdkException {
        try (Slice slice = Slice.create(library, counter, SdkFunction.DECRYPT_DATA)) {
            int code = library.decryptData(key, message, slice.pointer());
            if (code != 0) {
                throw SdkException.ofCode(SdkFunction.DECRYPT_DATA, code);
            }
            return slice.content(FailureClass.BAD_RECORD);
        }
    }

    @Override
    public List<DecryptOutcome> decryptAll(List<EncryptedPayload> payloads) {
        return payloads.stream()
                .map(payload -> DecryptOutcome.of(() -> decrypt(payload)))
                .toList();
    }

    /** Closes the sessions that are left; a session with a call in progress on another thread destroys itself after it. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            sessions.forEach(NativeSession::close);
        }
    }

    private void refuseClosed() {
        if (closed.get()) {
            throw new IllegalStateException("the finance SDK is closed");
        }
    }
}
