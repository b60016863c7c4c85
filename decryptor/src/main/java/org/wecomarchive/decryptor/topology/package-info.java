/** The stream: reads the raw topic, takes each record's outcome, and writes it where it belongs. */
package org.wecomarchive.decryptor.topology;
