/** SQL over Parquet files, by DuckDB in this JVM, and how results look on a screen. */
package org.wecomarchive.quickstart.sql;
