package org.wecomarchive.testkit.elasticsearch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.wecomarchive.testkit.server.ServerKind;
import org.wecomarchive.testkit.server.ServerProcess;

/**
 * A real Elasticsearch, one node on 127.0.0.1 without security, with the analyzers {@code cjk} and {@code smartcn}:
 * 8.19, or the version of another {@link ElasticsearchHome}.
 *
 * <p>It has its own JVM, which ends with this one, even when this one is killed. The directory holds the indices, the
 * server's output ({@code elasticsearch.log}), and the {@code port} of the last start, which is reused if it is free. A
 * later start in the same directory finds every acknowledged document, also after a kill. Its settings are
 * Elasticsearch's defaults: a write creates a missing index. 8.19 can use a directory of 7.17, but 7.17 none of 8.19.
 *
 * <p>It has only the server's own jars: no {@code GET /}, no {@code _reindex}, no index lifecycle management, no data
 * streams, nothing of x-pack.
 *
 * <p>One directory serves one server at a time. Safe for use by several threads.
 */
public final class ElasticsearchServer implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private final Path directory;
    private final ElasticsearchHome home;
    private volatile ServerProcess process;

    private ElasticsearchServer(Path directory, ElasticsearchHome home, ServerProcess process) {
        this.directory = directory;
        this.home = home;
        this.process = process;
    }

    /**
     * Starts a node and returns when every index in the directory is served.
     *
     * @param directory made if absent
     * @throws IOException if it does not start; its output is in {@code elasticsearch.log}
     */
    public static ElasticsearchServer start(Path directory) throws IOException, InterruptedException {
        return start(directory, ElasticsearchHome.ofTheBuild());
    }

    /** As {@link #start(Path)}, of another version. */
    public static ElasticsearchServer start(Path directory, ElasticsearchHome home)
            throws IOException, InterruptedException {
        return new ElasticsearchServer(directory, home, ServerProcess.start(directory, kind(home)));
    }

    /**
     * Address of the node that another process runs on the directory.
     *
     * @throws IOException if none was ever started there
     */
    public static URI lastUrl(Path directory) throws IOException {
        return ServerProcess.lastUrl(directory);
    }

    /** For example {@code http://127.0.0.1:9200}. */
    public String url() {
        return process.url().toString();
    }

    /** Its process, for example to stop and continue it by signal. */
    public ProcessHandle process() {
        return process.process();
    }

    /** Ends the node as a power cut would: nothing is flushed. */
    public void killHard() throws InterruptedException {
        process.killHard();
    }

    /**
     * Starts the node again after {@link #killHard}, at the same address if that is free.
     *
     * @throws IOException if it does not start
     */
    public void startAgain() throws IOException, InterruptedException {
        process = ServerProcess.start(directory, kind(home));
    }

    /** Ends the node; idempotent, takes at most some seconds. */
    @Override
    public void close() {
        process.close();
    }

    private static ServerKind kind(ElasticsearchHome home) {
        return new ServerKind("elasticsearch", "", home::jvm, ElasticsearchServer::servesEveryIndex);
    }

    private static boolean servesEveryIndex(URI url) throws InterruptedException {
        URI health = URI.create(url + "/_cluster/health?wait_for_status=yellow&timeout=1s");
        try {
            HttpRequest ask = HttpRequest.newBuilder(health).timeout(TIMEOUT).build();
            return HTTP.send(ask, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notUpYet) {
            return false;
        }
    }
}
