/** Turns parked records into events once the key that they wait for is there. */
package org.wecomarchive.decryptor.release;
