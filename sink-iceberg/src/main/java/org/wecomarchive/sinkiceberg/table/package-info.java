/** The tables of the cold store: their columns, made from the Avro schemas, their layout, and how they are opened. */
package org.wecomarchive.sinkiceberg.table;
