package org.wecomarchive.sinkiceberg.catalog;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.rest.RESTCatalogAdapter;
import org.apache.iceberg.rest.RESTCatalogServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.testkit.s3.S3Server;

/** A REST catalog, the one that Iceberg tests its own client with, over HTTP, with the files in S3. */
@Timeout(600)
final class RestCatalogIT extends CatalogContract {

    @TempDir
    static Path storageDirectory;

    private static S3Server storage;

    @TempDir
    Path directory;

    private final Server server = new Server();
    private OpenCatalog behind;

    @BeforeAll
    static void startStorage() throws Exception {
        storage = S3Server.start(storageDirectory);
    }

    @AfterAll
    static void stopStorage() {
        storage.close();
    }

    @BeforeEach
    void startServer() throws Exception {
        Map<String, String> settings = new HashMap<>(ofStorage());
        settings.put("catalog.url", "jdbc:sqlite:" + directory.resolve("catalog.db"));
        settings.put("catalog.warehouse", "s3://" + S3Server.BUCKET + "/rest-" + directory.getFileName());
        behind = new CatalogConfig(settings).open();
        // Asked for a new one by several at once, this server answers 500; tasks would try again after a pause.
        ((SupportsNamespaces) behind.catalog())
                .createNamespace(behind.table("events").namespace());
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new RESTCatalogServlet(new RESTCatalogAdapter(behind.catalog()))), "/*");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stopServer() throws Exception {
        server.stop();
        behind.close();
    }

    @Override
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(ofStorage());
        settings.put("catalog.type", "rest");
        settings.put("catalog.url", server.getURI().toString());
        return settings;
    }

    /** Each has to make its way through two servers. */
    @Override
    int tasks() {
        return 4;
    }

    private Map<String, String> ofStorage() {
        return Map.of(
                "s3.endpoint",
                storage.url(),
                "s3.access-key-id",
                S3Server.ACCESS_KEY,
                "s3.secret-access-key",
                S3Server.SECRET_KEY,
                "catalog.option.s3.staging-dir",
                directory.toString());
    }
}
