/** The shell of our Kafka Connect connectors: what each of them checks, registers and closes in the same way. */
package org.wecomarchive.connectplugin;
