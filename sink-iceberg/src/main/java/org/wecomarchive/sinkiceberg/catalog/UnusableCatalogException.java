package org.wecomarchive.sinkiceberg.catalog;

import org.apache.kafka.common.config.ConfigException;

/** A catalog cannot be opened before a person has brought what its settings need; the message says what. */
public final class UnusableCatalogException extends ConfigException {

    private static final long serialVersionUID = 1L;

    UnusableCatalogException(String message) {
        super(message);
    }
}
