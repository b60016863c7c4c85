/** Real Kafka Connect workers, in this JVM or as processes. */
package org.wecomarchive.testkit.connect;
