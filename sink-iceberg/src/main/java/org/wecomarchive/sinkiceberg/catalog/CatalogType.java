package org.wecomarchive.sinkiceberg.catalog;

import java.util.Locale;

/** Kinds of catalogs, the places where commits are compared and swapped. */
enum CatalogType {
    JDBC,
    REST,
    HIVE,
    HADOOP;

    static CatalogType named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** As in the setting and as Iceberg calls it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
