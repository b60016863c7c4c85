/** Failures that are not a record's fault, by what they ask for. */
package org.wecomarchive.decryptor.failure;
