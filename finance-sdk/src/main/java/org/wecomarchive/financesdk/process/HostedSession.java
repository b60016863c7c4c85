package org.wecomarchive.financesdk.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.wecomarchive.financesdk.ArchiveSession;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.MediaChunk;
import org.wecomarchive.financesdk.PageRequest;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.financesdk.process.Protocol.Request;

/**
 * A session whose handle lives in the host process. When the process has been replaced since its last call, it opens a new
 * handle there first.
 *
 * <p><b>Invariant.</b> One call at a time, none after {@link #close}.
 */
final class HostedSession implements ArchiveSession {

    /** What a call may take beyond the library's own limits: scheduling, the pipe, a large answer. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /** Sessions belong to background threads, which have the time. */
    private static final Duration START_WAIT = Duration.ofSeconds(10);

    private final int id;
    private final CorpCredentials credentials;
    private final HostSupervisor supervisor;
    private final Answers answers;
    private final int ticks;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean closed;
    private volatile Optional<Host> opened = Optional.empty();

    HostedSession(int id, CorpCredentials credentials, HostSupervisor supervisor, Answers answers) {
        this.id = id;
        this.credentials = credentials;
        this.supervisor = supervisor;
        this.answers = answers;
        // The library may first fetch an access token, by a request with a limit of its own.
        this.ticks = HostSupervisor.ticks(credentials.timeout().multipliedBy(2).plus(MARGIN));
    }

    /** Opens the handle now, so that a refusal shows at once. */
    void open() throws SdkException {
        while (!openOn(supervisor.host(SdkFunction.INIT, START_WAIT))) {
            // That process was lost before the request reached it: on the next one, or the supervisor refuses.
        }
    }

    @Override
    public byte[] fetchPage(long seq, int limit) throws SdkException {
        PageRequest page = new PageRequest(seq, limit);
        Frame answer = call(
                SdkFunction.GET_CHAT_DATA,
                new FrameBuilder(Request.PAGE).putInt(id).putLong(page.seq()).putInt(page.limit()));
        return answer.content();
    }

    @Override
    public MediaChunk fetchMedia(String sdkFileId, String index) throws SdkException {
        Frame answer = call(
                SdkFunction.GET_MEDIA_DATA,
                new FrameBuilder(Request.MEDIA).putInt(id).putText(sdkFileId).putText(index));
        boolean last = answer.readByte() == 1;
        String nextIndex = answer.readText();
        return new MediaChunk(answer.content(), nextIndex, last);
    }

    private Frame call(SdkFunction function, FrameBuilder request) throws SdkException {
        enter();
        try {
            while (true) {
                Host host = supervisor.host(function, START_WAIT);
                if (openOn(host)) {
                    Optional<Frame> answer = ask(host, function, request);
                    if (answer.isPresent()) {
                        return answer.get();
                    }
                }
            }
        } finally {
            busy.set(false);
        }
    }

    /** Whether the handle exists on {@code host}; false when that process is lost. */
    private boolean openOn(Host host) throws SdkException {
        if (opened.filter(host::equals).isPresent()) {
            return true;
        }
        FrameBuilder request = new FrameBuilder(Request.OPEN)
                .putInt(id)
                .putText(credentials.corpId())
                .putText(credentials.secret())
                .putText(credentials.proxy())
                .putText(credentials.proxyCredentials())
                .putLong(credentials.timeout().toMillis());
        boolean answered = ask(host, SdkFunction.INIT, request).isPresent();
        if (answered) {
            opened = Optional.of(host);
        }
        return answered;
    }

    private Optional<Frame> ask(Host host, SdkFunction function, FrameBuilder request) throws SdkException {
        Optional<Frame> answer = host.call(new PendingCall(function, 1, ticks), request);
        if (answer.isPresent()) {
            answers.accept(answer.get());
        }
        return answer;
    }

    private void enter() {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException("the session is in use by another thread");
        }
    }

    /** The host destroys the handle after the call in progress, if there is one. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            opened.filter(Host::takesCalls).ifPresent(host -> host.tell(new FrameBuilder(Request.CLOSE).putInt(id)));
        }
    }
}
