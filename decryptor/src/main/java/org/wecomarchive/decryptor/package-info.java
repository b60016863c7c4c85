/** Kafka Streams application from raw records to typed chat events; the only holder of private keys. */
package org.wecomarchive.decryptor;
