package org.wecomarchive.financesdk.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkFunction;

/** Starts a process and has it open the library. */
final class HostLauncher {

    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    private final String library;
    private final Duration startLimit;

    HostLauncher(String library) {
        this(library, START_LIMIT);
    }

    /** @param startLimit after which a process that has not opened the library is killed */
    HostLauncher(String library, Duration startLimit) {
        this.library = library;
        this.startLimit = startLimit;
    }

    /**
     * @param watch told the process before anything is asked of it, so that its time is limited
     * @throws IllegalArgumentException when the library cannot be used as it is; the message says why and what to do
     * @throws IOException when the process does not start or ends before the library is open
     */
    Host launch(Consumer<Host> watch) throws IOException {
        Host host = new Host(HostCommand.forLibrary(library).start());
        host.begin();
        try {
            watch.accept(host);
            greet(host);
            host.stray().ready();
            return host;
        } catch (IOException | RuntimeException e) {
            host.close();
            throw e;
        }
    }

    private void greet(Host host) throws IOException {
        FrameBuilder hello = new FrameBuilder(Protocol.Request.HELLO)
                .putInt(Protocol.MAGIC)
                .putInt(Protocol.VERSION)
                .putText(library);
        PendingCall call = new PendingCall(SdkFunction.INIT, 1, HostSupervisor.ticks(startLimit));
        Optional<Frame> answer;
        try {
            answer = host.call(call, hello);
        } catch (SdkCrashException crash) {
            host.close();
            throw new IOException(
                    "it was lost (" + crash.kind() + ") before the library was open, having printed \""
                            + host.stray().quoted() + "\"",
                    crash);
        }
        Answers.refuseUnusable(answer.orElseThrow(() -> new IOException("it ended at once")));
    }
}
