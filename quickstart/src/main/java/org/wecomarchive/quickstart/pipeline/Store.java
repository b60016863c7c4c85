package org.wecomarchive.quickstart.pipeline;

/** A kind of store that a run can have. */
public enum Store {
    /** Elasticsearch. */
    SEARCH,
    /** Parquet files in Iceberg tables. */
    COLD
}
