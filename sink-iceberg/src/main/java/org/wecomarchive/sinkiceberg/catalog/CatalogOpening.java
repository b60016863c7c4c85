package org.wecomarchive.sinkiceberg.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/** Makes catalogs from settings. */
final class CatalogOpening {

    private static final String SQLITE = "jdbc:sqlite:";
    private static final Pattern PARAMETERS = Pattern.compile("\\?.*");

    private CatalogOpening() {}

    static OpenCatalog open(CatalogConfig config) {
        config.requireUsable();
        RequiredJars.check(config);
        Configuration hadoop = HadoopSettings.of(config);
        HadoopSettings.logIn(config, hadoop);
        Map<String, String> settings = CatalogSettings.of(config);
        Catalog catalog = config.type() == CatalogType.JDBC
                ? jdbc(config, settings, hadoop)
                : CatalogUtil.buildIcebergCatalog(
                        config.getString(CatalogConfig.NAME), withType(settings, config.type()), hadoop);
        return new OpenCatalog(catalog, config.namespace());
    }

    private static Map<String, String> withType(Map<String, String> settings, CatalogType type) {
        Map<String, String> typed = new HashMap<>(settings);
        if (!typed.containsKey("catalog-impl")) {
            typed.put(CatalogUtil.ICEBERG_CATALOG_TYPE, type.word());
        }
        return typed;
    }

    private static Catalog jdbc(CatalogConfig config, Map<String, String> settings, Configuration hadoop) {
        if (config.url().startsWith(SQLITE + "/")) {
            createDirectory(Path.of(
                    PARAMETERS.matcher(config.url().substring(SQLITE.length())).replaceFirst("")));
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

    private static void createDirectory(Path database) {
        try {
            Directories.createDurably(database.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
