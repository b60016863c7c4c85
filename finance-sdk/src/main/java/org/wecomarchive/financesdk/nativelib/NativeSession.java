package org.wecomarchive.financesdk.nativelib;

import com.sun.jna.Pointer;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.MediaChunk;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;

/**
 * A handle of the library.
 *
 * <p><b>Invariants.</b> The handle is used by one thread at a time, never after it was destroyed, and is destroyed exactly
 * once: by {@link #close}, or by the call that was in progress then. The library crashes on any breach of these.
 */
final class NativeSession implements ArchiveSession {

    private enum State {
        IDLE,
        CALLING,
        CLOSING,
        CLOSED
    }

    private final WeWorkLibrary library;
    private final StructCounter counter;
    private final Pointer sdk;
    private final NetworkArguments network;
    private final Consumer<NativeSession> onDestroyed;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

    NativeSession(
            WeWorkLibrary library,
            StructCounter counter,
            Pointer sdk,
            NetworkArguments network,
            Consumer<NativeSession> onDestroyed) {
        this.library = library;
        this.counter = counter;
        this.sdk = sdk;
        this.network = network;
        this.onDestroyed = onDestroyed;
    }

    @Override
    public byte[] fetchPage(long seq, int limit) throws SdkException {
        enter();
        try (Slice slice = Slice.create(library, counter, SdkFunction.GET_CHAT_DATA)) {
            int code = library.getChatData(
                    sdk,
                    seq,
                    limit,
                    network.proxy(),
                    network.proxyCredentials(),
                    network.timeoutSeconds(),
                    slice.pointer());
            if (code != 0) {
                throw SdkException.ofCode(SdkFunction.GET_CHAT_DATA, code);
            }
            return slice.content(FailureClass.TRANSIENT);
        } finally {
            leave();
        }
    }

    @Override
    public MediaChunk fetchMedia(String sdkFileId, String index) throws SdkException {
        if (sdkFileId.indexOf('\0') >= 0 || index.indexOf('\0') >= 0) {
            throw new SdkException(
                    SdkFunction.GET_MEDIA_DATA, 0, FailureClass.BAD_RECORD, "the file id or index has a NUL character");
        }
        enter();
        try (MediaStruct media = MediaStruct.create(library, counter)) {
            int code = library.getMediaData(
                    sdk,
                    CString.of(index),
                    CString.of(sdkFileId),
                    network.proxy(),
                    network.proxyCredentials(),
                    network.timeoutSeconds(),
                    media.pointer());
            if (code != 0) {
                throw SdkException.ofCode(SdkFunction.GET_MEDIA_DATA, code);
            }
            return media.chunk();
        } finally {
            leave();
        }
    }

    private void enter() {
        if (!state.compareAndSet(State.IDLE, State.CALLING)) {
            throw new IllegalStateException(
                    state.get() == State.CALLING ? "the session is in use by another thread" : "the session is closed");
        }
    }

    private void leave() {
        if (!state.compareAndSet(State.CALLING, State.IDLE)) {
            destroy();
        }
    }

    @Override
    public void close() {
        State before = state.getAndUpdate(
                now -> now == State.CALLING ? State.CLOSING : now == State.IDLE ? State.CLOSED : now);
        if (before == State.IDLE) {
            destroy();
        }
    }

    private void destroy() {
        state.set(State.CLOSED);
        library.destroySdk(sdk);
        counter.sdks.decrementAndGet();
        onDestroyed.accept(this);
    }
}
