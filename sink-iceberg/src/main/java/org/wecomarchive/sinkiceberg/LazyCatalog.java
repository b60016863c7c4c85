package org.wecomarchive.sinkiceberg;

import java.util.Optional;
import org.apache.iceberg.catalog.Catalog;
import org.wecomarchive.sinkiceberg.catalog.CatalogConfig;
import org.wecomarchive.sinkiceberg.catalog.OpenCatalog;

/** A catalog that is opened when it is asked for, again and again until that succeeds. Used by one thread, closed by another. */
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
