/** The clients and threads of the stream, and where it begins to read. */
package org.wecomarchive.decryptor.stream;
