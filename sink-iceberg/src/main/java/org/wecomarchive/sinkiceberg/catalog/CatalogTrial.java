package org.wecomarchive.sinkiceberg.catalog;

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
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.util.PropertyUtil;

/** Checks that a catalog takes our calls; makes and changes nothing. */
public final class CatalogTrial {

    private CatalogTrial() {}

    /**
     * Calls the catalog, and looks at a local warehouse; Hive and HDFS are not called.
     *
     * @throws Exception of whoever was called
     */
    public static void run(CatalogConfig config, Duration timeout) throws Exception {
        RequiredJars.check(config);
        if (config.storage() == Storage.LOCAL && config.type() != CatalogType.REST) {
            requireWritable(LocalFiles.path(config.warehouse()).toAbsolutePath());
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
        Catalog catalog = CatalogUtil.buildIcebergCatalog(
                config.getString(CatalogConfig.NAME), settings, new Configuration(false));
        new OpenCatalog(catalog, config.namespace()).close();
    }

    private static void tryDatabase(CatalogConfig config, Duration timeout) throws Exception {
        Properties properties = new Properties();
        properties.putAll(PropertyUtil.propertiesWithPrefix(CatalogSettings.of(config), "jdbc."));
        properties.remove("schema-version");
        if (config.url().startsWith("jdbc:postgresql:")) {
            properties.put("connectTimeout", Long.toString(timeout.toSeconds()));
            properties.put("socketTimeout", Long.toString(timeout.toSeconds()));
        }
        try (Connection connection = DriverManager.getConnection(config.url(), properties)) {
            connection.getMetaData().getDatabaseProductName();
        }
    }
}
