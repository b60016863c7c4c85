package org.wecomarchive.financesdk.process;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.wecomarchive.financesdk.NativeStructs;
import org.wecomarchive.financesdk.inprocess.LocalLibrary;
import org.wecomarchive.financesdk.inprocess.NativeThreads;
import org.wecomarchive.financesdk.nativelib.HostProcess;
import org.wecomarchive.financesdk.process.Protocol.Answer;
import org.wecomarchive.financesdk.process.Protocol.Request;

/**
 * Main of the process that hosts the library: reads requests from standard input, writes answers to descriptor 3, ends at the
 * end of its input.
 *
 * <p>The main thread does nothing but read, so that it notices the end of the parent even while native code hangs.
 */
public final class HostMain {

    private static final int BUFFER_BYTES = 64 << 10;

    private final DataInputStream requests;
    private final FrameWriter answers;
    private final CompletableFuture<HostServer> server = new CompletableFuture<>();
    private volatile Optional<HostProcess> nativeProcess = Optional.empty();

    private HostMain(DataInputStream requests, FrameWriter answers) {
        this.requests = requests;
        this.answers = answers;
    }

    public static void main(String[] args) throws IOException {
        try (DataInputStream requests = new DataInputStream(
                        new BufferedInputStream(new FileInputStream(FileDescriptor.in), BUFFER_BYTES));
                FileOutputStream answers = new FileOutputStream("/dev/fd/3")) {
            new HostMain(requests, new FrameWriter(answers)).run();
        }
    }

    private void run() {
        try {
            Frame hello = Frame.read(requests);
            new NativeThreads("finance-sdk-open").newThread(() -> answer(hello)).start();
            while (true) {
                Frame request = Frame.read(requests);
                server.join().accept(request);
            }
        } catch (IOException end) {
            exit();
        }
    }

    /** Opens the library. Nothing secret has reached this process yet, so any message may cross. */
    private void answer(Frame hello) {
        try {
            server.complete(new HostServer(open(hello), answers, this::exit));
            answers.write(hello.id(), HostServer.begin(Answer.DONE, NativeStructs.NONE));
        } catch (IllegalArgumentException unusable) {
            refuse(hello.id(), unusable.getMessage());
        } catch (RuntimeException | LinkageError unusable) {
            refuse(hello.id(), "the library cannot be opened: " + unusable);
        } catch (IOException parentGone) {
            exit();
        }
    }

    private LocalLibrary open(Frame hello) {
        boolean understood = hello.request() == Request.HELLO
                && hello.readInt() == Protocol.MAGIC
                && hello.readInt() == Protocol.VERSION;
        if (!understood) {
            throw new IllegalStateException("the parent speaks another protocol");
        }
        String address = hello.readText();
        LocalLibrary library = LocalLibrary.openHosted(address);
        if (LocalLibrary.provider(address).isEmpty()) {
            guardNativeCode();
        }
        return library;
    }

    /** From now on the process holds native code: it leaves no dump and ends without that code's exit functions. */
    private void guardNativeCode() {
        HostProcess process = HostProcess.current();
        process.forbidDumps();
        nativeProcess = Optional.of(process);
    }

    /** Ends this process at once, without anything that native code could delay. */
    private void exit() {
        nativeProcess.ifPresent(HostProcess::exit);
        Runtime.getRuntime().halt(0);
    }

    private void refuse(int id, String why) {
        try {
            answers.write(
                    id, HostServer.begin(Answer.UNUSABLE, NativeStructs.NONE).putText(why));
        } catch (IOException parentGone) {
            exit();
        }
    }
}
