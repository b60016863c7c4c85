package org.wecomarchive.testkit.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** What {@link ServerProcess} must know about a server. */
public interface ServerKind {

    /** One word, also the name of its output: {@code <name>.log}. */
    String name();

    /** The JVM that serves the directory on a port of 127.0.0.1. */
    ServerJvm jvm(Path directory, int port);

    /** Where clients find it. */
    URI url(int port);

    /** Whether it serves requests; also makes what it must have before the first of them. */
    boolean ready(URI url) throws IOException, InterruptedException;
}
