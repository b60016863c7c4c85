package org.wecomarchive.sinkiceberg.catalog;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Classes that a configuration needs and that are the operator's to bring: drivers, Hive's and HDFS' clients. */
final class RequiredJars {

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
        for (String name : classes(config)) {
            try {
                Class<?> type = Class.forName(name, true, RequiredJars.class.getClassLoader());
                // Looking at constructors loads what they name.
                log.debug("found {} with {} constructors", name, type.getDeclaredConstructors().length);
            } catch (ClassNotFoundException e) {
                throw missing(config, name);
            } catch (NoClassDefFoundError e) {
                throw missing(config, e.getMessage().replace('/', '.'));
            }
        }
    }

    private static List<String> classes(CatalogConfig config) {
        List<String> classes = new ArrayList<>();
        if (config.type() == CatalogType.JDBC) {
            classes.add(driver(config));
        }
        if (config.type() == CatalogType.HIVE) {
            classes.add("org.apache.hadoop.hive.metastore.HiveMetaStoreClient");
            classes.add("org.apache.iceberg.hive.HiveCatalog");
        }
        if (config.warehouse().startsWith("hdfs:")) {
            classes.add("org.apache.hadoop.security.UserGroupInformation");
            classes.add("org.apache.hadoop.hdfs.DistributedFileSystem");
        }
        return classes;
    }

    private static String driver(CatalogConfig config) {
        String driver = config.getString(CatalogConfig.DRIVER);
        if (!driver.isEmpty()) {
            return driver;
        }
        return config.url().startsWith("jdbc:sqlite:") ? "org.sqlite.JDBC" : "org.postgresql.Driver";
    }

    private static UnusableCatalogException missing(CatalogConfig config, String name) {
        return new UnusableCatalogException(
                "catalog.type " + config.type().word() + " with these settings needs the class " + name
                        + ", which is not there: put its jar beside the connector's and restart the worker; the README lists them.");
    }
}
