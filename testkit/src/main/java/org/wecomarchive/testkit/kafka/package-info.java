/** A real Kafka cluster in this JVM. */
package org.wecomarchive.testkit.kafka;
