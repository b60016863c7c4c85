/** Which records are parked. */
package org.wecomarchive.decryptor.parked;
