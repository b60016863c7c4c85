/** Which records are parked, where they lie, and which of them are due. */
package org.wecomarchive.decryptor.parked;
