package org.wecomarchive.simulator.sdk;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.MediaChunk;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.simulator.server.Frames;

/** A handle that asks the simulator's server, with the same checks as the C library. */
final class SimulatedSession implements ArchiveSession {

    private static final int NETWORK_ERROR = 10001;
    private static final Pattern PROXY = Pattern.compile("(http|socks5)://[^/:]+:\\d{1,5}");

    private final CorpCredentials credentials;
    private final WireClient client;
    private final FrontFaults faults;
    private final Consumer<ArchiveSession> onClose;

    SimulatedSession(
            CorpCredentials credentials, WireClient client, FrontFaults faults, Consumer<ArchiveSession> onClose) {
        this.credentials = credentials;
        this.client = client;
        this.faults = faults;
        this.onClose = onClose;
    }

    @Override
    public byte[] fetchPage(long seq, int limit) throws SdkException {
        requireProxy(SdkFunction.GET_CHAT_DATA);
        try {
            DataInputStream answer = client.exchange(request -> {
                request.writeByte(Frames.GET_CHAT_DATA);
                Frames.writeText(request, credentials.corpId());
                Frames.writeText(request, credentials.secret());
                request.writeLong(seq);
                request.writeInt(limit);
            });
            faults.requireSuccess(SdkFunction.GET_CHAT_DATA, answer.readInt());
            return Frames.readBytes(answer);
        } catch (IOException e) {
            throw networkFailure(SdkFunction.GET_CHAT_DATA, e);
        }
    }

    @Override
    public MediaChunk fetchMedia(String sdkFileId, String index) throws SdkException {
        requireProxy(SdkFunction.GET_MEDIA_DATA);
        try {
            DataInputStream answer = client.exchange(request -> {
                request.writeByte(Frames.GET_MEDIA_DATA);
                Frames.writeText(request, credentials.corpId());
                Frames.writeText(request, credentials.secret());
                Frames.writeText(request, sdkFileId);
                Frames.writeText(request, index);
            });
            faults.requireSuccess(SdkFunction.GET_MEDIA_DATA, answer.readInt());
            boolean last = answer.readByte() == 1;
            String nextIndex = Frames.readText(answer);
            return new MediaChunk(Frames.readBytes(answer), nextIndex, last);
        } catch (IOException e) {
            throw networkFailure(SdkFunction.GET_MEDIA_DATA, e);
        }
    }

    @Override
    public void close() {
        onClose.accept(this);
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the connection to the simulator cannot be closed", e);
        }
    }

    private void requireProxy(SdkFunction function) throws SdkException {
        String proxy = credentials.proxy();
        if (!proxy.isEmpty() && !PROXY.matcher(proxy).matches()) {
            throw SdkException.ofCode(function, NETWORK_ERROR);
        }
    }

    private static SdkException networkFailure(SdkFunction function, IOException cause) {
        SdkException failure = SdkException.ofCode(function, NETWORK_ERROR);
        failure.initCause(cause);
        return failure;
    }
}
