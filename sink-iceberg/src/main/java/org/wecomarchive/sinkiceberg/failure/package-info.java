/** What can go wrong between a topic and a table, and what each failure asks for. */
package org.wecomarchive.sinkiceberg.failure;
