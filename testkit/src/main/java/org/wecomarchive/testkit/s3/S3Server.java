package org.wecomarchive.testkit.s3;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.wecomarchive.testkit.server.BuiltFolder;
import org.wecomarchive.testkit.server.ServerJvm;
import org.wecomarchive.testkit.server.ServerKind;
import org.wecomarchive.testkit.server.ServerProcess;

/**
 * A real S3-compatible storage, S3Proxy on a folder, on 127.0.0.1, with the bucket {@link #BUCKET} and one pair of
 * keys.
 *
 * <p>It has its own JVM, which ends with this one, even when this one is killed. The directory holds the objects
 * ({@code objects/<bucket>}), the server's output ({@code s3.log}), and the {@code port} of the last start, which is
 * reused if it is free. A later start in the same directory finds every acknowledged object, also after a kill. Buckets
 * are in the path of a URL, not in its host name.
 *
 * <p>One directory serves one server at a time. Safe for use by several threads.
 */
public final class S3Server implements AutoCloseable {

    public static final String BUCKET = "archive";
    public static final String ACCESS_KEY = "test-key";
    public static final String SECRET_KEY = "test-secret";

    private static final String MAIN = "org.gaul.s3proxy.Main";
    private static final String JAR = "s3proxy.jar";
    private static final BuiltFolder FOLDER = new BuiltFolder(
            "wecom.s3.home", Path.of("testkit", "target", "s3"), folder -> Files.exists(folder.resolve(JAR)));

    private static final ServerKind KIND = new ServerKind("s3", "", S3Server::jvm, S3Server::accepts);

    private final ServerProcess process;

    private S3Server(ServerProcess process) {
        this.process = process;
    }

    /**
     * Starts the storage and returns when it serves requests.
     *
     * @param directory made if absent
     * @throws IOException if it does not start; its output is in {@code s3.log}
     */
    public static S3Server start(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(objects(directory).resolve(BUCKET));
        return new S3Server(ServerProcess.start(directory, KIND));
    }

    /** For example {@code http://127.0.0.1:9000}. */
    public String url() {
        return process.url().toString();
    }

    /** Its process, for example to stop and continue it by signal. */
    public ProcessHandle process() {
        return process.process();
    }

    /** Ends the storage as a power cut would. */
    public void killHard() throws InterruptedException {
        process.killHard();
    }

    /** Ends the storage; idempotent, takes at most some seconds. */
    @Override
    public void close() {
        process.close();
    }

    private static Path objects(Path directory) {
        return directory.resolve("objects");
    }

    private static boolean accepts(URI url) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), 1_000);
            return true;
        } catch (IOException notUpYet) {
            return false;
        }
    }

    private static ServerJvm jvm(Path directory, int port) throws IOException {
        Path settings = Files.writeString(
                directory.resolve("s3proxy.properties"),
                String.join(
                        "\n",
                        "s3proxy.endpoint=http://127.0.0.1:" + port,
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.identity=" + ACCESS_KEY,
                        "s3proxy.credential=" + SECRET_KEY,
                        "jclouds.provider=filesystem-nio2",
                        "jclouds.filesystem.basedir=" + objects(directory),
                        ""));
        return new ServerJvm(
                List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                FOLDER.locate().resolve(JAR).toString(),
                MAIN,
                List.of("--properties", settings.toString()));
    }
}
