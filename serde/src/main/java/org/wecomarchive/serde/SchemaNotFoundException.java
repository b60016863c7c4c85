package org.wecomarchive.serde;

/** The registry works and does not have what was asked for. */
final class SchemaNotFoundException extends Exception {

    private static final long serialVersionUID = 1L;

    SchemaNotFoundException(String message) {
        super(message);
    }
}
