package org.wecomarchive.sinkiceberg.catalog;

import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;

/** Our settings as the properties that Iceberg's catalogs and storage read. Holds secrets: never logged. */
final class CatalogSettings {

    /** A hung database must not hang a commit for ever; parameters in the URL win. */
    private static final Map<String, String> POSTGRESQL =
            Map.of("jdbc.connectTimeout", "10", "jdbc.socketTimeout", "60", "jdbc.tcpKeepAlive", "true");

    /** Readers beside one writer; a writer waits for the other; a commit that returned survives a power cut. */
    private static final Map<String, String> SQLITE =
            Map.of("jdbc.journal_mode", "WAL", "jdbc.busy_timeout", "30000", "jdbc.synchronous", "FULL");

    private final CatalogConfig config;
    private final Map<String, String> properties = new HashMap<>();

    private CatalogSettings(CatalogConfig config) {
        this.config = config;
    }

    static Map<String, String> of(CatalogConfig config) {
        CatalogSettings settings = new CatalogSettings(config);
        settings.setIfGiven(CatalogProperties.URI, config.url());
        settings.setIfGiven(CatalogProperties.WAREHOUSE_LOCATION, config.warehouse());
        settings.setCatalog();
        settings.setStorage();
        settings.properties.putAll(config.passedThrough(CatalogConfig.OPTION_PREFIX));
        if (config.type() != CatalogType.JDBC && !settings.properties.containsKey(CatalogProperties.CATALOG_IMPL)) {
            settings.properties.put(
                    CatalogUtil.ICEBERG_CATALOG_TYPE, config.type().word());
        }
        return Map.copyOf(settings.properties);
    }

    private void setCatalog() {
        switch (config.type()) {
            case JDBC -> {
                properties.put("jdbc.schema-version", "V1");
                properties.putAll(databaseDefaults());
                setIfGiven("jdbc.user", config.text(CatalogConfig.USER));
                setIfGiven("jdbc.password", config.text(CatalogConfig.PASSWORD));
            }
            case REST -> {
                setIfGiven("credential", config.text(CatalogConfig.CREDENTIAL));
                setIfGiven("token", config.text(CatalogConfig.TOKEN));
            }
            case HIVE, HADOOP -> {
                // Theirs is Hadoop's configuration.
            }
        }
    }

    private Map<String, String> databaseDefaults() {
        if (config.url().startsWith("jdbc:sqlite:")) {
            return SQLITE;
        }
        return config.url().startsWith("jdbc:postgresql:") ? POSTGRESQL : Map.of();
    }

    private void setStorage() {
        boolean s3 = !config.getString(CatalogConfig.S3_ENDPOINT).isEmpty();
        if (config.type() != CatalogType.REST) {
            properties.put(CatalogProperties.FILE_IO_IMPL, config.storage().fileIo());
        } else if (s3) {
            // A server may hand out its own; this one knows our key.
            properties.put(CatalogProperties.FILE_IO_IMPL, Storage.S3.fileIo());
        }
        if (s3) {
            setS3();
        }
    }

    private void setS3() {
        // The one HTTP client of the SDK that is among our jars.
        properties.put("http-client.type", "urlconnection");
        properties.put("client.region", config.getString(CatalogConfig.S3_REGION));
        config.passedThrough(CatalogConfig.S3_PREFIX)
                .forEach((key, value) -> properties.put(CatalogConfig.S3_PREFIX + key, value));
        config.values().keySet().stream()
                .filter(key -> key.startsWith(CatalogConfig.S3_PREFIX) && !key.equals(CatalogConfig.S3_REGION))
                .forEach(key -> setIfGiven(key, config.text(key)));
    }

    private void setIfGiven(String key, String value) {
        if (!value.isEmpty()) {
            properties.put(key, value);
        }
    }
}
