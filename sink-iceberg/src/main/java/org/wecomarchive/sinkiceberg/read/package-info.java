/** Reading the cold store without an engine: counting rows, and showing it to tools that know Parquet only. */
package org.wecomarchive.sinkiceberg.read;
