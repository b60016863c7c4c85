package org.wecomarchive.financesdk.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.DecryptOutcome;
import org.wecomarchive.financesdk.EncryptedPayload;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.MediaChunk;
import org.wecomarchive.financesdk.NativeStructs;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.financesdk.inprocess.DecryptPool;
import org.wecomarchive.financesdk.inprocess.LocalLibrary;
import org.wecomarchive.financesdk.process.Protocol.Answer;

/**
 * Answers the requests of the parent: payloads on a pool, the calls of each session on a thread of its own.
 *
 * <p><b>Threads.</b> {@link #accept} is called by one thread and never waits for the library.
 */
final class HostServer {

    /** Bytes of an answer before what its request asked for. */
    private static final int STRUCTS_BYTES = 3 * Integer.BYTES;

    private final LocalLibrary library;
    private final FrameWriter answers;
    private final Runnable exit;
    private final DecryptPool pool;
    private final Map<Integer, HostSession> sessions = new ConcurrentHashMap<>();

    HostServer(LocalLibrary library, FrameWriter answers, Runnable exit) {
        this.library = library;
        this.answers = answers;
        this.exit = exit;
        this.pool = new DecryptPool(library.sdk(), Runtime.getRuntime().availableProcessors());
    }

    void accept(Frame request) {
        switch (request.request()) {
            case HELLO -> throw new IllegalStateException("a second hello");
            case DECRYPT -> decrypt(request.id(), PayloadCodec.readPayloads(request));
            case OPEN -> open(request);
            case PAGE -> page(request);
            case MEDIA -> media(request);
            case CLOSE -> close(request.readInt());
            case BYE -> end();
        }
    }

    private void decrypt(int id, List<EncryptedPayload> payloads) {
        CompletableFuture<List<DecryptOutcome>> batch = pool.submit(payloads);
        int bytes = payloads.stream().mapToInt(PayloadCodec::bytesOf).sum();
        // Nobody waits here: the callback answers, whichever way the batch ends.
        CompletableFuture<?> unused = batch.whenComplete((outcomes, broken) -> {
            if (broken == null) {
                FrameBuilder answer = structs(
                        new FrameBuilder(Answer.DONE, STRUCTS_BYTES + bytes),
                        library.liveStructs().get());
                PayloadCodec.putOutcomes(answer, outcomes);
                send(id, SdkFunction.DECRYPT_DATA, answer);
            } else {
                fail(id, SdkFunction.DECRYPT_DATA, broken.getCause());
            }
        });
    }

    private void open(Frame request) {
        int sessionId = request.readInt();
        CorpCredentials credentials = new CorpCredentials(
                request.readText(),
                request.readText(),
                request.readText(),
                request.readText(),
                Duration.ofMillis(request.readLong()));
        HostSession session = new HostSession();
        HostSession before = sessions.put(sessionId, session);
        if (before != null) {
            before.close();
        }
        perform(session, request.id(), SdkFunction.INIT, () -> {
            openOrForget(sessionId, session, credentials);
            return begin(Answer.DONE);
        });
    }

    /** A session that could not be opened is not asked for anything, not even to close: its thread ends here. */
    private void openOrForget(int sessionId, HostSession session, CorpCredentials credentials) throws SdkException {
        try {
            session.open(library.sdk(), credentials);
        } catch (SdkException | RuntimeException e) {
            close(sessionId);
            throw e;
        }
    }

    private void page(Frame request) {
        HostSession session = sessions.get(request.readInt());
        long seq = request.readLong();
        int limit = request.readInt();
        perform(session, request.id(), SdkFunction.GET_CHAT_DATA, () -> {
            byte[] page = session.handle().fetchPage(seq, limit);
            return begin(Answer.DONE).content(page);
        });
    }

    private void media(Frame request) {
        HostSession session = sessions.get(request.readInt());
        String fileId = request.readText();
        String index = request.readText();
        perform(session, request.id(), SdkFunction.GET_MEDIA_DATA, () -> {
            MediaChunk chunk = session.handle().fetchMedia(fileId, index);
            return begin(Answer.DONE)
                    .putByte(chunk.last() ? 1 : 0)
                    .putText(chunk.nextIndex())
                    .content(chunk.content());
        });
    }

    private void close(int sessionId) {
        HostSession session = sessions.remove(sessionId);
        if (session != null) {
            session.close();
        }
    }

    /** On a thread of its own, as destroying handles is a native call that may hang, and the parent waits only so long. */
    private void end() {
        Thread ending = new Thread(
                () -> {
                    try {
                        library.sdk().close();
                    } finally {
                        exit.run();
                    }
                },
                "finance-sdk-end");
        ending.setDaemon(true);
        ending.start();
    }

    private interface SessionCall {
        FrameBuilder run() throws SdkException;
    }

    private void perform(HostSession session, int id, SdkFunction function, SessionCall call) {
        session.execute(() -> {
            try {
                send(id, function, call.run());
            } catch (SdkException failure) {
                send(id, function, failed(failure));
            } catch (RuntimeException | LinkageError broken) {
                fail(id, function, broken);
            }
        });
    }

    /** The library, or this code, broke its contract; the type alone crosses, as the message may quote content. */
    private void fail(int id, SdkFunction function, Throwable broken) {
        String remedy = "unexpected " + broken.getClass().getName() + " in the SDK process: report it";
        send(id, function, failed(new SdkException(function, 0, FailureClass.FATAL, remedy)));
    }

    private FrameBuilder failed(SdkException failure) {
        FrameBuilder answer = begin(Answer.FAILED);
        PayloadCodec.putFailure(answer, failure);
        return answer;
    }

    private FrameBuilder begin(Answer kind) {
        return begin(kind, library.liveStructs().get());
    }

    static FrameBuilder begin(Answer kind, NativeStructs live) {
        return structs(new FrameBuilder(kind), live);
    }

    private static FrameBuilder structs(FrameBuilder answer, NativeStructs live) {
        return answer.putInt(live.sdks()).putInt(live.slices()).putInt(live.media());
    }

    private void send(int id, SdkFunction function, FrameBuilder answer) {
        try {
            boolean fits = answer.size() <= Protocol.MAX_FRAME_BYTES;
            answers.write(id, fits ? answer : failed(SdkException.tooLarge(function)));
        } catch (IOException parentGone) {
            exit.run();
        }
    }
}
