package org.wecomarchive.sinkiceberg.read;

import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;
import org.wecomarchive.sinkiceberg.catalog.CatalogConfig;
import org.wecomarchive.sinkiceberg.catalog.OpenCatalog;

/**
 * The cold store for readers: opened with the connector's settings, it never changes a table.
 *
 * <p>Safe for use by several threads.
 */
public final class ColdStore implements AutoCloseable {

    private final OpenCatalog catalog;

    private ColdStore(OpenCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Opens the catalog.
     *
     * @param settings {@code catalog.*}, {@code table.namespace}, {@code s3.*}, {@code hadoop.*}, {@code
     *     network.allowed.hosts} as the connector has them; others are left alone
     * @throws org.apache.kafka.common.config.ConfigException if they are wrong
     */
    public static ColdStore open(Map<String, ?> settings) {
        return new ColdStore(new CatalogConfig(settings).open());
    }

    /** Whether the connector has made the table. */
    public boolean has(String table) {
        return catalog.catalog().tableExists(catalog.table(table));
    }

    /**
     * A table as it is now; later commits are not seen.
     *
     * @param table its name without the namespace: {@code events}, {@code raw}
     * @throws IllegalArgumentException if there is none
     */
    public ColdTable table(String table) {
        TableIdentifier name = catalog.table(table);
        if (!has(table)) {
            throw new IllegalArgumentException("There is no table " + name + " yet.");
        }
        return new ColdTable(catalog.catalog().loadTable(name));
    }

    /** Closes the connections; idempotent. */
    @Override
    public void close() {
        catalog.close();
    }
}
