/**
 * From the bytes of a raw record to its outcome: one step without side effects on the stream, safe for any number of
 * threads, so that it can run on a stream thread or ahead of it.
 */
package org.wecomarchive.decryptor.decryption;
