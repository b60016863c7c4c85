package org.wecomarchive.testkit.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** The port of a server, kept in a file of its directory so that clients find it again after a restart. */
final class ServerPort {

    private final Path file;

    ServerPort(Path directory) {
        this.file = directory.resolve("port");
    }

    /** The port of the last start if it is free now, else another free one. */
    int choose() throws IOException {
        if (Files.exists(file)) {
            int last = last();
            if (isFree(last)) {
                return last;
            }
        }
        return anyFree();
    }

    /** The port of the last start. */
    int last() throws IOException {
        return Integer.parseInt(Files.readString(file).strip());
    }

    void remember(int port) throws IOException {
        Files.writeString(file, port + "\n");
    }

    static int anyFree() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the servers themselves do: connections of the last run in TIME_WAIT do not count.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
