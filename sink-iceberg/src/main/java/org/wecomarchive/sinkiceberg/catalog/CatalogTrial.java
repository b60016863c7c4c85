package org.wecomarchive.sinkiceberg.catalog;

import java.io.Closeable;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;

/** Whether a catalog takes our calls; makes and changes nothing. */
final class CatalogTrial {

    private static final String JDBC = "jdbc.";

    private CatalogTrial() {}

    static void run(CatalogConfig config, Duration timeout) throws Exception {
        RequiredJars.check(config);
        if (config.storage() == Storage.LOCAL && config.type() != CatalogType.REST) {
            requireWritable(Storage.localPath(config.warehouse()).toAbsolutePath());
        }
        if (config.type() == CatalogType.REST) {
            tryServer(config, timeout);
        } else if (config.type() == CatalogType.JDBC && !config.url().startsWith("jdbc:sqlite:")) {
            tryDatabase(config, timeout);
        }
    }

    /** What is missing is made later, in the nearest directory that is there. */
    private static void requireWritable(Path warehouse) throws Exception {
        Path nearest = warehouse;
        while (!Files.exists(nearest)) {
            nearest = nearest.getParent();
        }
        if (!Files.isDirectory(nearest)) {
            throw new NotDirectoryException(nearest.toString());
        }
        if (!Files.isWritable(nearest)) {
            throw new AccessDeniedException(nearest.toString());
        }
    }

    /** Making the client of a REST catalog asks the server for its configuration, and for a token where it gives them. */
    private static void tryServer(CatalogConfig config, Duration timeout) throws Exception {
        Map<String, String> settings = new HashMap<>(CatalogSettings.of(config));
        settings.putIfAbsent("rest.client.connection-timeout-ms", Long.toString(timeout.toMillis()));
        settings.putIfAbsent("rest.client.socket-timeout-ms", Long.toString(timeout.toMillis()));
        settings.putIfAbsent(CatalogProperties.CATALOG_IMPL, "org.apache.iceberg.rest.RESTCatalog");
        Catalog catalog = CatalogUtil.buildIcebergCatalog(
                config.getString(CatalogConfig.NAME), settings, new Configuration(false));
        if (catalog instanceof Closeable connections) {
            connections.close();
        }
    }

    private static void tryDatabase(CatalogConfig config, Duration timeout) throws Exception {
        Properties properties = new Properties();
        CatalogSettings.of(config).forEach((key, value) -> {
            if (key.startsWith(JDBC) && !key.equals("jdbc.schema-version")) {
                properties.put(key.substring(JDBC.length()), value);
            }
        });
        if (config.url().startsWith("jdbc:postgresql:")) {
            properties.put("connectTimeout", Long.toString(timeout.toSeconds()));
            properties.put("socketTimeout", Long.toString(timeout.toSeconds()));
        }
        try (Connection connection = DriverManager.getConnection(config.url(), properties)) {
            connection.getMetaData().getDatabaseProductName();
        }
    }
}
