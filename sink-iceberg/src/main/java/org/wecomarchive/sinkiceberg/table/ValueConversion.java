package org.wecomarchive.sinkiceberg.table;

/** What becomes of one value, never null, on its way from a record to a row. */
@FunctionalInterface
interface ValueConversion {

    ValueConversion SAME = value -> value;

    /** The value in the row; null if the column cannot hold it. */
    Object convert(Object value);
}
