package org.wecomarchive.testkit.registry;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real schema registry, Apicurio, on 127.0.0.1, with Confluent's REST API and compatibility {@code FULL_TRANSITIVE}.
 *
 * <p>It has its own JVM, which ends with this one, even when this one is killed. The directory holds the schemas
 * ({@code registry.mv.db}), the {@code port} of the last start, which is taken again if it is free, and the server's
 * output ({@code registry.log}); a later start in the same directory, also after a kill, finds every schema under its id.
 *
 * <p>One directory serves one server at a time. Safe for use by several threads.
 */
public final class RegistryServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RegistryServer.class);

    private static final int START_ATTEMPTS = 3;
    private static final int READY_POLLS = 600;
    private static final int READY_POLL_MS = 100;
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final URI url;

    private RegistryServer(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a registry and returns when it serves requests.
     *
     * @param directory made if absent
     * @throws IOException if it does not start; its output is in {@code registry.log}
     */
    public static RegistryServer start(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        RegistryPort port = new RegistryPort(directory);
        int chosen = port.choose();
        for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
            RegistryServer server = new RegistryServer(launch(directory, chosen), urlOf(chosen));
            if (server.becomesReadyOrIsKilled()) {
                port.remember(chosen);
                log.info("registry started at {}", server.url);
                return server;
            }
            // Another program may have taken the port between our choice and the bind.
            chosen = RegistryPort.anyFree();
        }
        throw new IOException("the registry does not start: see " + directory.resolve("registry.log"));
    }

    /** Base address of the Confluent API, for {@code schema.registry.url}. */
    public String url() {
        return url.toString();
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

    private boolean becomesReadyOrIsKilled() throws IOException, InterruptedException {
        boolean ready = false;
        try {
            ready = becomesReady();
            return ready;
        } finally {
            if (!ready) {
                process.destroyForcibly();
            }
        }
    }

    /** False if the process ended instead: what it could not do is in its log. */
    private boolean becomesReady() throws IOException, InterruptedException {
        RegistryApi api = new RegistryApi(url);
        for (int poll = 0; poll < READY_POLLS; poll++) {
            if (process.waitFor(READY_POLL_MS, TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (api.ready()) {
                api.setCompatibility("FULL_TRANSITIVE");
                return true;
            }
        }
        throw new IOException("the registry runs but does not answer at " + url);
    }

    private static URI urlOf(int port) {
        return URI.create("http://127.0.0.1:" + port + "/apis/ccompat/v7");
    }

    private static Process launch(Path directory, int port) throws IOException {
        Path database = directory.toAbsolutePath().resolve("registry");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                // WRITE_DELAY=0: a schema that was answered with an id is on disk.
                "-Dquarkus.datasource.jdbc.url=jdbc:h2:file:" + database + ";WRITE_DELAY=0",
                "-Dquarkus.datasource.jdbc.initial-size=1",
                "-Dquarkus.datasource.jdbc.min-size=1",
                "-Dquarkus.datasource.jdbc.max-size=8",
                "-cp",
                RegistryHome.locate().classPath(),
                RegistryLauncher.class.getName()));
        // Settings for some other registry in our environment are not for this one.
        builder.environment().clear();
        return builder.directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("registry.log").toFile()))
                .start();
    }
}
