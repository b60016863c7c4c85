package org.wecomarchive.sinkiceberg.catalog;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * A catalog with its connections.
 *
 * @param catalog safe for use by several threads
 * @param namespace of our tables
 */
public record OpenCatalog(Catalog catalog, Namespace namespace) implements AutoCloseable {

    private static final String SQLITE = "jdbc:sqlite:";
    private static final Pattern PARAMETERS = Pattern.compile("\\?.*");

    static OpenCatalog of(CatalogConfig config) {
        CatalogCheck.require(config);
        RequiredJars.check(config);
        Configuration hadoop = HadoopSettings.of(config);
        HadoopSettings.logIn(config, hadoop);
        Map<String, String> settings = CatalogSettings.of(config);
        Catalog catalog = config.type() == CatalogType.JDBC
                ? jdbc(config, settings, hadoop)
                : CatalogUtil.buildIcebergCatalog(config.getString(CatalogConfig.NAME), settings, hadoop);
        return new OpenCatalog(catalog, config.namespace());
    }

    private static Catalog jdbc(CatalogConfig config, Map<String, String> settings, Configuration hadoop) {
        if (config.url().startsWith(SQLITE + "/")) {
            String database =
                    PARAMETERS.matcher(config.url().substring(SQLITE.length())).replaceFirst("");
            try {
                LocalFiles.createDirectory(Path.of(database).getParent());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        try {
            return initialized(config, settings, hadoop);
        } catch (UncheckedSQLException e) {
            // Two that find a new database both make its tables, and one of them finds that they are there.
            return initialized(config, settings, hadoop);
        }
    }

    private static Catalog initialized(CatalogConfig config, Map<String, String> settings, Configuration hadoop) {
        JdbcCatalog catalog = new JdbcCatalog(null, CautiousPool::new, true);
        catalog.setConf(hadoop);
        catalog.initialize(config.getString(CatalogConfig.NAME), settings);
        return catalog;
    }

    /** Identifier of a table by its name alone. */
    public TableIdentifier table(String name) {
        return TableIdentifier.of(namespace, name);
    }

    /** Closes the connections; idempotent. */
    @Override
    public void close() {
        if (catalog instanceof Closeable connections) {
            try {
                connections.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
