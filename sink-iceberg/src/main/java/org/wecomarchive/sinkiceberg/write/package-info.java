/** From rows in memory to sorted Parquet files, within a bounded amount of memory. */
package org.wecomarchive.sinkiceberg.write;
