/** Keeps a table small without an engine: expires snapshots and removes files that no commit names. */
package org.wecomarchive.sinkiceberg.upkeep;
