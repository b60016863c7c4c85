/** Calls of Kafka Connect's REST interface. */
package org.wecomarchive.cli.connect;
