package org.wecomarchive.testkit.registry;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.wecomarchive.testkit.server.ServerJvm;
import org.wecomarchive.testkit.server.ServerKind;
import org.wecomarchive.testkit.server.ServerProcess;

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

    private static final String APICURIO_MAIN = "io.quarkus.runner.GeneratedMain";

    private final ServerProcess process;

    private RegistryServer(ServerProcess process) {
        this.process = process;
    }

    /**
     * Starts a registry and returns when it serves requests.
     *
     * @param directory made if absent
     * @throws IOException if it does not start; its output is in {@code registry.log}
     */
    public static RegistryServer start(Path directory) throws IOException, InterruptedException {
        return new RegistryServer(ServerProcess.start(directory, new Kind()));
    }

    /** Base address of the Confluent API, for {@code schema.registry.url}. */
    public String url() {
        return process.url().toString();
    }

    /**
     * Settings of a client that makes its schemas and waits for this registry, however busy the machine is.
     *
     * @param url as {@link #url()} tells it
     */
    public static Map<String, String> clientSettings(String url) {
        return Map.of(
                "schema.registry.url", url,
                "auto.register.schemas", "true",
                "schema.registry.retry.timeout.ms", "120000");
    }

    /** Ends the server as a power cut would: no shutdown hook runs. */
    public void killHard() throws InterruptedException {
        process.killHard();
    }

    /** Ends the server; idempotent, takes at most some seconds. */
    @Override
    public void close() {
        process.close();
    }

    private static final class Kind implements ServerKind {

        @Override
        public String name() {
            return "registry";
        }

        @Override
        public URI url(int port) {
            return URI.create("http://127.0.0.1:" + port + "/apis/ccompat/v7");
        }

        @Override
        public boolean ready(URI url) throws IOException, InterruptedException {
            RegistryApi api = new RegistryApi(url);
            if (!api.ready()) {
                return false;
            }
            api.setCompatibility("FULL_TRANSITIVE");
            return true;
        }

        @Override
        public ServerJvm jvm(Path directory, int port) {
            List<String> options = List.of(
                    "-Xmx192m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dquarkus.http.host=127.0.0.1",
                    "-Dquarkus.http.port=" + port,
                    // WRITE_DELAY=0: a schema that was answered with an id is on disk.
                    "-Dquarkus.datasource.jdbc.url=jdbc:h2:file:" + directory.resolve("registry") + ";WRITE_DELAY=0",
                    "-Dquarkus.datasource.jdbc.initial-size=1",
                    "-Dquarkus.datasource.jdbc.min-size=1",
                    "-Dquarkus.datasource.jdbc.max-size=8");
            return new ServerJvm(options, RegistryHome.locate().classPath(), APICURIO_MAIN, List.of());
        }
    }
}
