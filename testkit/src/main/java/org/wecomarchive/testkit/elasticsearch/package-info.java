/** A real Elasticsearch node in its own JVM, for tests and the quickstart. */
package org.wecomarchive.testkit.elasticsearch;
