/** The one place that computes RSA: everything of {@code javax.crypto} stays in here. */
package org.wecomarchive.decryptor.crypto;
