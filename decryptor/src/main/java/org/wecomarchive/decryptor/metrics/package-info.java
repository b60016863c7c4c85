/** What the program shows of itself, as Kafka metrics. */
package org.wecomarchive.decryptor.metrics;
