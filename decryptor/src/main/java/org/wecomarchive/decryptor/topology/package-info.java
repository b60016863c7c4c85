/** The stream's graph: takes each record's outcome and writes it where it belongs. */
package org.wecomarchive.decryptor.topology;
