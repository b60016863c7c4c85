package org.wecomarchive.sinkiceberg.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;

/** Hadoop's configuration, for HDFS, Hive and Parquet, and the Kerberos login. */
final class HadoopSettings {

    private static final List<String> FILES = List.of("core-site.xml", "hdfs-site.xml", "hive-site.xml");

    private HadoopSettings() {}

    static Configuration of(CatalogConfig config) {
        Configuration configuration = new Configuration();
        String directory = config.getString(CatalogConfig.HADOOP_CONF_DIR);
        if (!directory.isEmpty()) {
            addFiles(configuration, Path.of(directory));
        }
        config.passedThrough(CatalogConfig.HADOOP_PREFIX).forEach(configuration::set);
        if (config.type() == CatalogType.HIVE) {
            configuration.setBoolean("iceberg.engine.hive.lock-enabled", true);
        }
        return configuration;
    }

    private static void addFiles(Configuration configuration, Path directory) {
        List<Path> found =
                FILES.stream().map(directory::resolve).filter(Files::isReadable).toList();
        found.forEach(file -> configuration.addResource(new org.apache.hadoop.fs.Path(file.toUri())));
        if (found.isEmpty()) {
            throw new UnusableCatalogException(CatalogConfig.HADOOP_CONF_DIR + " holds none of "
                    + String.join(", ", FILES) + " that can be read.");
        }
    }

    /** Logs in if a principal is set; tickets are renewed by Hadoop from the keytab. */
    static void logIn(CatalogConfig config, Configuration configuration) {
        String principal = config.getString(CatalogConfig.KERBEROS_PRINCIPAL);
        if (principal.isEmpty()) {
            return;
        }
        UserGroupInformation.setConfiguration(configuration);
        try {
            UserGroupInformation.loginUserFromKeytab(principal, config.getString(CatalogConfig.KERBEROS_KEYTAB));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
