package org.wecomarchive.sinkiceberg;

import java.util.Optional;
import org.apache.iceberg.catalog.Catalog;
import org.wecomarchive.sinkiceberg.catalog.CatalogConfig;
import org.wecomarchive.sinkiceberg.catalog.OpenCatalog;

/**
 * Opens a catalog at its first use and keeps it; if that fails, the next use tries again. One thread uses it, another may close
 * it.
 */
final class LazyCatalog implements AutoCloseable {

    private final CatalogConfig config;
    private Optional<OpenCatalog> opened = Optional.empty();

    LazyCatalog(CatalogConfig config) {
        this.config = config;
    }

    synchronized Catalog get() {
        OpenCatalog catalog = opened.orElseGet(config::open);
        opened = Optional.of(catalog);
        return catalog.catalog();
    }

    @Override
    public synchronized void close() {
        opened.ifPresent(OpenCatalog::close);
        opened = Optional.empty();
    }
}
