package org.wecomarchive.distribution.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchServer;

/**
 * The Elasticsearch of the build, which has no security, behind the names and certificates of a site. It takes any API key.
 *
 * <p>Arguments: directory, key store (PKCS#12), file of its password, host names.
 */
final class ElasticsearchBehindTls {

    private static final int PORT = 9200;

    private ElasticsearchBehindTls() {}

    public static void main(String[] arguments) throws Exception {
        ElasticsearchServer server = ElasticsearchServer.start(Path.of(arguments[0]));
        // Alone it would only refuse calls.
        var unused =
                server.process().onExit().thenRun(() -> Runtime.getRuntime().halt(1));
        SSLContext tls = tls(Path.of(arguments[1]), Files.readString(Path.of(arguments[2])));
        URI url = URI.create(server.url());
        ExecutorService threads = Executors.newCachedThreadPool();
        for (String host : List.of(arguments).subList(3, arguments.length)) {
            ServerSocket front = tls.getServerSocketFactory().createServerSocket();
            front.bind(new InetSocketAddress(InetAddress.getByName(host), PORT));
            threads.execute(() -> accept(front, url, threads));
        }
    }

    private static SSLContext tls(Path keyStore, String password) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(keyStore.toFile(), password.toCharArray()), password.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        return tls;
    }

    private static void accept(ServerSocket front, URI url, ExecutorService threads) {
        while (!front.isClosed()) {
            try {
                Socket client = front.accept();
                Socket server = new Socket(url.getHost(), url.getPort());
                threads.execute(() -> copy(client, server));
                threads.execute(() -> copy(server, client));
            } catch (IOException e) {
                System.err.println("a connection failed: " + e.getClass().getName());
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException closedByOneSide) {
            // The other direction ends with it.
        }
    }
}
