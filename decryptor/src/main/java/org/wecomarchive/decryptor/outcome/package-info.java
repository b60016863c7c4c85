/** What becomes of a raw record, and the record that is written for it. */
package org.wecomarchive.decryptor.outcome;
