package org.wecomarchive.testkit.tls;

import java.nio.file.Path;

/**
 * A PKCS#12 file for tests; its password is no secret.
 *
 * @param file where it is
 */
public record KeyStoreFile(Path file) {

    public static final String PASSWORD = "not-a-real-password";
    public static final String TYPE = "PKCS12";
}
