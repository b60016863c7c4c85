package org.wecomarchive.testkit.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server in its own JVM, which ends with this one, even when this one is killed.
 *
 * <p>The directory holds the server's files, its output ({@code <name>.log}), and the {@code port} of the last start,
 * which is reused if it is free. One directory serves one server at a time. Safe for use by several threads.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);

    private static final int START_ATTEMPTS = 3;
    private static final int READY_POLLS = 600;
    private static final int READY_POLL_MS = 100;
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final URI url;

    private ServerProcess(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a server and returns when it serves requests.
     *
     * @param directory made if absent
     * @throws IOException if it does not start; its output is in {@code <name>.log}
     */
    public static ServerProcess start(Path directory, ServerKind kind) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
            // Another program may have taken the port of the attempt before, between our choice and the bind.
            int port = LoopbackPorts.keep(portFile(directory), 1).get(0);
            ServerProcess server = new ServerProcess(launch(directory, kind, port), kind.url(port));
            if (server.becomesReadyOrIsKilled(kind)) {
                log.info("{} started at {}", kind.name(), server.url);
                return server;
            }
        }
        throw new IOException("the " + kind.name() + " does not start: see " + logFile(directory, kind));
    }

    /**
     * The same on a port that others know already.
     *
     * @throws IOException if it does not start, also as the port is taken
     */
    public static ServerProcess startAt(int port, Path directory, ServerKind kind)
            throws IOException, InterruptedException {
        ServerProcess server = new ServerProcess(launch(directory, kind, port), kind.url(port));
        if (!server.becomesReadyOrIsKilled(kind)) {
            throw new IOException("the " + kind.name() + " ended: see " + logFile(directory, kind));
        }
        return server;
    }

    /**
     * The address, without a path, of the server that another process has started on the directory.
     *
     * @throws IOException if none ever was
     */
    public static URI lastUrl(Path directory) throws IOException {
        return URI.create(
                "http://127.0.0.1:" + LoopbackPorts.kept(portFile(directory)).get(0));
    }

    private static Path portFile(Path directory) {
        return directory.resolve("port");
    }

    /** Where clients find it. */
    public URI url() {
        return url;
    }

    /** Its process, for example to stop and continue it by signal. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Ends the server as a power cut would: no shutdown hook runs. */
    public void killHard() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends the server; idempotent, takes at most some seconds. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean becomesReadyOrIsKilled(ServerKind kind) throws IOException, InterruptedException {
        boolean ready = false;
        try {
            ready = becomesReady(kind);
            return ready;
        } finally {
            if (!ready) {
                process.destroyForcibly();
            }
        }
    }

    /** False if the process ended instead: what it could not do is in its log. */
    private boolean becomesReady(ServerKind kind) throws IOException, InterruptedException {
        for (int poll = 0; poll < READY_POLLS; poll++) {
            if (process.waitFor(READY_POLL_MS, TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (kind.ready().at(url)) {
                return true;
            }
        }
        throw new IOException("the " + kind.name() + " runs but does not answer at " + url);
    }

    private static Path logFile(Path directory, ServerKind kind) {
        return directory.resolve(kind.name() + ".log");
    }

    private static Process launch(Path directory, ServerKind kind, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                kind.launch().on(directory.toAbsolutePath(), port).command());
        // Settings for some other server in our environment are not for this one.
        builder.environment().clear();
        // Else it cannot name files that are not ASCII.
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        logFile(directory, kind).toFile()))
                .start();
    }
}
