package org.wecomarchive.simulator.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;

/**
 * WeCom's servers for one or several simulated tenants, on the loopback interface only.
 *
 * <p>A thread per connection; the module's README describes the protocol. Closing ends all connections.
 */
public final class SimulatorServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SimulatorServer.class);

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final ServerSocket listener;
    private final Map<String, TenantArchive> archives = new HashMap<>();
    private final Map<String, ServerConditions> conditions = new HashMap<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private SimulatorServer(ServerSocket listener, List<SimulatedTenant> tenants) {
        this.listener = listener;
        for (SimulatedTenant tenant : tenants) {
            TenantSettings settings = tenant.settings();
            ServerConditions current =
                    new ServerConditions(settings.seed(), settings.faults().ofCalls());
            conditions.put(settings.corpId(), current);
            archives.put(settings.corpId(), new FaultyArchive(new HealthyArchive(tenant), current, tenant::jump));
        }
    }

    /** Serves the tenants on a free port. */
    public static SimulatorServer start(SimulatedTenant... tenants) throws IOException {
        return start(0, List.of(tenants));
    }

    /**
     * Serves the tenants on a port of the loopback interface.
     *
     * @param port 0 for a free one
     */
    public static SimulatorServer start(int port, List<SimulatedTenant> tenants) throws IOException {
        ServerSocket listener = new ServerSocket(port, 50, InetAddress.getByAddress(LOOPBACK));
        SimulatorServer server = new SimulatorServer(listener, tenants);
        startThread("simulator-accept", server::accept);
        return server;
    }

    /** Where the C library and the Java front find the server. */
    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** The server as {@code sdk.library}, for use without native code. */
    public String library() {
        return "simulator:" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
    }

    /** How the server treats one of its corps. */
    public ServerConditions conditions(String corpId) {
        ServerConditions found = conditions.get(corpId);
        if (found == null) {
            throw new IllegalArgumentException("the server has no corp " + corpId);
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        conditions.values().forEach(ServerConditions::close);
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                startThread("simulator-connection", () -> serve(socket));
            } catch (IOException e) {
                if (!closed) {
                    log.warn("A connection cannot be accepted: {}", e.getClass().getSimpleName());
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (!closed) {
                new Connection(socket, archives).serve();
            }
        } catch (IOException e) {
            log.debug("A connection ended: {}", e.getClass().getSimpleName());
        } finally {
            sockets.remove(socket);
        }
    }

    private static void startThread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
