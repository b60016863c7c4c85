package org.wecomarchive.testkit.kafka;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Free TCP ports of 127.0.0.1 for servers that must know their port before they start. */
public final class LoopbackPorts {

    // Below Linux' ephemeral range: no outgoing connection takes the port while a server is stopped for a while.
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 1_000;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private LoopbackPorts() {}

    /** One port that is free now. */
    public static int free() throws IOException {
        return free(1).get(0);
    }

    /** {@code count} different ports that are free now. */
    public static List<Integer> free(int count) throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (int tried = 0; ports.size() < count; tried++) {
            if (tried == TRIES) {
                throw new IOException("no free port of 127.0.0.1 between " + LOWEST + " and " + HIGHEST);
            }
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (!ports.contains(port) && isFree(port)) {
                ports.add(port);
            }
        }
        return List.copyOf(ports);
    }

    /** Whether all of them are free now. */
    static boolean areFree(List<Integer> ports) throws IOException {
        for (int port : ports) {
            if (!isFree(port)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            // The connections of a killed server linger on its port and do not matter to the next one.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
            return true;
        } catch (BindException taken) {
            return false;
        }
    }
}
