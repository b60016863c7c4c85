package org.wecomarchive.simulator.library;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/** The simulator's C library: it exports the vendor's 17 functions and forwards to a {@code SimulatorServer}. */
public final class SimulatorLibrary {

    private static final String FILE_NAME = "libWeWorkFinanceSdk_C.so";

    private SimulatorLibrary() {}

    /** Whether the build had a C compiler, and the library is for this machine. */
    public static boolean available() {
        return SimulatorLibrary.class.getResource(resource()) != null;
    }

    /**
     * Puts the library into a directory, and beside it the file {@code libWeWorkFinanceSdk_C.so.simulator} with the
     * server's address, which the library reads for each connection.
     *
     * @return the library's path; empty where {@link #available()} is false
     */
    public static Optional<Path> install(Path dir, InetSocketAddress server) throws IOException {
        try (InputStream library = SimulatorLibrary.class.getResourceAsStream(resource())) {
            if (library == null) {
                return Optional.empty();
            }
            Files.createDirectories(dir);
            Path target = dir.resolve(FILE_NAME);
            Path unfinished = dir.resolve(FILE_NAME + ".new");
            Files.copy(library, unfinished, StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(
                    dir.resolve(FILE_NAME + ".simulator"),
                    server.getAddress().getHostAddress() + ":" + server.getPort() + "\n");
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(target.toAbsolutePath());
        }
    }

    private static String resource() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return "/native/" + os + "-" + System.getProperty("os.arch") + "/" + FILE_NAME;
    }
}
