package org.wecomarchive.simulator.sdk;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.wecomarchive.simulator.server.Frames;

/** One connection to the server, made when it is needed and made again after a failure. For one thread at a time. */
final class WireClient implements AutoCloseable {

    private final InetSocketAddress server;
    private final int timeoutMs;
    private Socket socket = new Socket();

    WireClient(InetSocketAddress server, Duration timeout) {
        this.server = server;
        this.timeoutMs = Math.toIntExact(timeout.toMillis());
    }

    /** Sends a frame and returns the fields of the answer; after a failure the connection is gone. */
    DataInputStream exchange(Frames.Fields request) throws IOException {
        try {
            if (!socket.isConnected() || socket.isClosed()) {
                connect();
            }
            Frames.send(socket.getOutputStream(), request);
            byte[] answer = Frames.receive(socket.getInputStream())
                    .orElseThrow(() -> new EOFException("the server has closed the connection"));
            return new DataInputStream(new ByteArrayInputStream(answer));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void connect() throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(timeoutMs);
        socket.connect(server, timeoutMs);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
