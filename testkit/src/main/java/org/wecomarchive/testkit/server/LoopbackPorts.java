package org.wecomarchive.testkit.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Free TCP ports of 127.0.0.1 for servers that must know their port before they start.
 *
 * <p>A server's directory can remember its ports in a file: decimal digits, separated by blanks.
 */
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

    /**
     * The ports in the file if there are {@code count} and all are free; otherwise new ones, which replace those in the
     * file.
     */
    public static List<Integer> keep(Path file, int count) throws IOException {
        List<Integer> kept = Files.exists(file) ? kept(file) : List.of();
        if (kept.size() == count && areFree(kept)) {
            return kept;
        }
        List<Integer> fresh = free(count);
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(unfinished, fresh.stream().map(String::valueOf).collect(Collectors.joining(" ")));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return fresh;
    }

    /**
     * The ports in the file.
     *
     * @throws IOException if there is no file
     */
    public static List<Integer> kept(Path file) throws IOException {
        return Arrays.stream(Files.readString(file).strip().split(" ", -1))
                .map(Integer::valueOf)
                .toList();
    }

    private static boolean areFree(List<Integer> ports) throws IOException {
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
