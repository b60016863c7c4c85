package org.wecomarchive.sinkiceberg.catalog;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL on 127.0.0.1 in processes of its own, whose user {@code cold} has to say a password.
 *
 * <p>It refuses to be root; the library that starts it then needs user namespaces. Where there are none, tests are skipped.
 */
public final class PostgresServer implements AutoCloseable {

    private static final String USER = "cold";
    private static final String PASSWORD = "a-password-of-the-test";
    private static final String LOGINS = "local all all trust\n"
            + "host all " + USER + " 127.0.0.1/32 scram-sha-256\n"
            + "host all postgres 127.0.0.1/32 trust\n";

    private final Path directory;
    private EmbeddedPostgres server;

    private PostgresServer(Path directory, EmbeddedPostgres server) {
        this.directory = directory;
        this.server = server;
    }

    /** Starts one; the directory may have a long name. */
    public static PostgresServer start(Path directory) throws IOException, InterruptedException, SQLException {
        assumeTrue(mayRun(), "PostgreSQL does not run as root, and there are no user namespaces");
        PostgresServer started = new PostgresServer(directory, open(directory, 0));
        Files.writeString(data(directory).resolve("pg_hba.conf"), LOGINS);
        started.execute(
                "SELECT pg_reload_conf()",
                "CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'",
                "ALTER ROLE " + USER + " CREATEDB");
        return started;
    }

    /** Settings of a catalog in a new database. */
    public Map<String, String> catalogIn(String database) throws SQLException {
        execute("CREATE DATABASE " + database + " OWNER " + USER);
        return Map.of(
                "catalog.url",
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database,
                "catalog.user",
                USER,
                "catalog.password",
                PASSWORD);
    }

    /** Kill -9 of the server, and a start on what it left, at the same address. */
    public void crashAndStartAgain() throws IOException {
        int port = server.getPort();
        ProcessHandle postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(data(directory).resolve("postmaster.pid"))
                                .get(0)))
                .orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        await().atMost(30, TimeUnit.SECONDS).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        // Gives up its lock on the directory; there is nothing left to stop.
        server.close();
        server = open(directory, port);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    private static EmbeddedPostgres open(Path directory, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(directory.resolve("program").toFile())
                .setDataDirectory(data(directory))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                // As a site has it; the library's default forgets what was acknowledged.
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "on")
                .start();
    }

    private static Path data(Path directory) {
        return directory.resolve("data");
    }

    private static boolean mayRun() throws IOException, InterruptedException {
        if (!System.getProperty("user.name").equals("root")) {
            return true;
        }
        Process unshare = new ProcessBuilder("unshare", "-U", "true").start();
        return unshare.waitFor() == 0;
    }
}
