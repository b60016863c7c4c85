package org.wecomarchive.serde;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** An HTTP server that answers as told, with TLS and basic authentication that the real test server does not have. */
final class ScriptedRegistry implements AutoCloseable {

    static final String PASSWORD = "changeit";

    private final HttpServer server;
    private final String scheme;

    private ScriptedRegistry(HttpServer server, String scheme, HttpHandler answers) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", answers);
        server.start();
    }

    static ScriptedRegistry plain(HttpHandler answers) throws IOException {
        return new ScriptedRegistry(HttpServer.create(anyPort(), 0), "http", answers);
    }

    /** Serves with the key and certificate of a PKCS#12 store; clients known by certificate have the same one. */
    static ScriptedRegistry tls(Path keyStore, Clients clients, HttpHandler answers)
            throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keyStore)) {
            keys.load(file, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates(keys));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(clients == Clients.KNOWN_BY_CERTIFICATE);
                parameters.setSSLParameters(wanted);
            }
        });
        return new ScriptedRegistry(server, "https", answers);
    }

    /** A key with a certificate for 127.0.0.1 that nobody has signed, in a new PKCS#12 store, by the JDK's keytool. */
    static Path selfSigned(Path directory) throws IOException, InterruptedException {
        Path store = directory.resolve("registry.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "registry",
                        "-dname",
                        "CN=registry",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString()))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IOException("keytool failed, see " + directory.resolve("keytool.log"));
        }
        return store;
    }

    /** Hands over to the answers only who comes with this header. */
    static HttpHandler authorized(String authorization, HttpHandler answers) {
        return exchange -> {
            if (authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answers.handle(exchange);
            } else {
                answer(exchange, 401, "{\"error_code\":40101,\"message\":\"Unauthorized\"}");
            }
        };
    }

    /** The header of a user with a password. */
    static String basic(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    String url() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static KeyStore certificates(KeyStore keys) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("registry", keys.getCertificate("registry"));
        return trusted;
    }

    /** Who may connect. */
    enum Clients {
        ANY,
        KNOWN_BY_CERTIFICATE
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
