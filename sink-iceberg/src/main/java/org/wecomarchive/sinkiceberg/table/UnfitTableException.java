package org.wecomarchive.sinkiceberg.table;

/** A table exists under the name and must not be written to; fatal: only an operator can decide what is to become of it. */
public final class UnfitTableException extends RuntimeException {

    UnfitTableException(String table, String reason) {
        super("The table " + table + " is not one of ours to write to: " + reason
                + ". Rename or drop it, or configure another name, and the connector makes its own.");
    }
}
