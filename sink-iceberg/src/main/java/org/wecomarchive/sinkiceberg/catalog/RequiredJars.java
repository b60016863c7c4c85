package org.wecomarchive.sinkiceberg.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Classes that a configuration needs and that are the operator's to bring: drivers, Hive's and HDFS' clients. */
public final class RequiredJars {

    private static final Logger log = LoggerFactory.getLogger(RequiredJars.class);

    private RequiredJars() {}

    /**
     * Loads them all, so that what is missing is known at once and by name.
     *
     * <p>For a driver this also makes it known to the JDK, which only finds those that were there when it first looked.
     *
     * @throws UnusableCatalogException if one is not there
     */
    static void check(CatalogConfig config) {
        for (String refused : refusals(config).values()) {
            throw new UnusableCatalogException(refused);
        }
    }

    /** The settings that need a class that is not there, each with one sentence. */
    public static Map<String, String> refusals(CatalogConfig config) {
        Map<String, String> refused = new TreeMap<>();
        classes(config).forEach((name, setting) -> missing(name)
                .ifPresent(missing -> refused.putIfAbsent(setting, sentence(config, missing))));
        return refused;
    }

    /** The class, or the first that it needs itself. */
    private static Optional<String> missing(String name) {
        try {
            Class<?> type = Class.forName(name, true, RequiredJars.class.getClassLoader());
            // Looking at constructors loads what they name.
            log.debug("found {} with {} constructors", name, type.getDeclaredConstructors().length);
            return Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.of(name);
        } catch (NoClassDefFoundError e) {
            return Optional.of(e.getMessage().replace('/', '.'));
        }
    }

    /** Classes, each with the setting that asks for it. */
    private static Map<String, String> classes(CatalogConfig config) {
        Map<String, String> classes = new LinkedHashMap<>();
        if (config.type() == CatalogType.JDBC) {
            String driver = config.getString(CatalogConfig.DRIVER);
            boolean sqlite = config.url().startsWith("jdbc:sqlite:");
            classes.put(
                    driver.isEmpty() ? sqlite ? "org.sqlite.JDBC" : "org.postgresql.Driver" : driver,
                    driver.isEmpty() ? CatalogConfig.URL : CatalogConfig.DRIVER);
        }
        if (config.type() == CatalogType.HIVE) {
            classes.put("org.apache.hadoop.hive.metastore.HiveMetaStoreClient", CatalogConfig.TYPE);
            classes.put("org.apache.iceberg.hive.HiveCatalog", CatalogConfig.TYPE);
        }
        if (config.warehouse().startsWith("hdfs:")) {
            classes.put("org.apache.hadoop.security.UserGroupInformation", CatalogConfig.WAREHOUSE);
            classes.put("org.apache.hadoop.hdfs.DistributedFileSystem", CatalogConfig.WAREHOUSE);
        }
        return classes;
    }

    private static String sentence(CatalogConfig config, String name) {
        return "catalog.type " + config.type().word() + " with these settings needs the class " + name
                + ", which is not there: put its jar beside the connector's and restart the worker; the README lists them.";
    }
}
