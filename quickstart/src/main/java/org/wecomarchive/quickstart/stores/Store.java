package org.wecomarchive.quickstart.stores;

/** A kind of store that a run can have. */
public enum Store {
    /** Elasticsearch. */
    SEARCH,
    /** Parquet files in Iceberg tables. */
    COLD
}
