/**
 * The exactly-once protocol: files and the next offset of each partition move in one compare-and-swap, and a row is replaced
 * when the table has it. See ADR 0018.
 */
package org.wecomarchive.sinkiceberg.commit;
