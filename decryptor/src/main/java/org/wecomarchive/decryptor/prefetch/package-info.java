/**
 * Decrypts what a consumer has polled on all cores before the stream asks for it, so that one partition is not bound to
 * one core. The stream takes the results in its own order; whatever is not there it decrypts itself.
 */
package org.wecomarchive.decryptor.prefetch;
