/** What a site needs for its people and messages: bytes and CPU time a record, measured, and what follows from them. */
package org.wecomarchive.benchmarks.sizing;
