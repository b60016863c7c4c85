package org.wecomarchive.testkit.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * What {@link ServerProcess} must know about a server.
 *
 * @param name one word, also the name of its output: {@code <name>.log}
 * @param path of its address below {@code http://127.0.0.1:<port>}, or empty
 * @param launch how it is started
 * @param ready when it has started
 */
public record ServerKind(String name, String path, Launch launch, Ready ready) {

    /** The command line that serves a directory. */
    @FunctionalInterface
    public interface Launch {
        /** The JVM that serves the directory on a port of 127.0.0.1. */
        ServerJvm on(Path directory, int port) throws IOException;
    }

    /** The question whether a server has started. */
    @FunctionalInterface
    public interface Ready {
        /** Whether it serves requests; also sets up what the first request needs. */
        boolean at(URI url) throws IOException, InterruptedException;
    }

    /** Where clients find a server of this kind. */
    public URI url(int port) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
