package org.wecomarchive.sinkiceberg.catalog;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A catalog with its connections.
 *
 * @param catalog safe for use by several threads
 * @param namespace of our tables
 */
public record OpenCatalog(Catalog catalog, Namespace namespace) implements AutoCloseable {

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
