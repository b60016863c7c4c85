package org.wecomarchive.simulator.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** The two PEM forms of an RSA private key that tenants use. */
enum PrivateKeyPem {
    /** {@code BEGIN PRIVATE KEY}. */
    PKCS8("PRIVATE KEY", 0),
    /**
     * {@code BEGIN RSA PRIVATE KEY}: without what PKCS#8 puts before the PKCS#1 structure of a 2048-bit key. That is SEQUENCE (4
     * bytes), version (3), algorithm with NULL parameters (15), OCTET STRING with a two-byte length (4). RFC 5208, RFC 8017.
     */
    PKCS1("RSA PRIVATE KEY", 26);

    private static final int LINE_LENGTH = 64;

    private final String label;
    private final int prefixBytes;

    PrivateKeyPem(String label, int prefixBytes) {
        this.label = label;
        this.prefixBytes = prefixBytes;
    }

    String format(RSAPrivateCrtKey key) {
        byte[] lineEnd = "\n".getBytes(StandardCharsets.US_ASCII);
        byte[] pkcs8 = key.getEncoded();
        byte[] der = Arrays.copyOfRange(pkcs8, prefixBytes, pkcs8.length);
        String body = Base64.getMimeEncoder(LINE_LENGTH, lineEnd).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /** Reads PKCS#8 text, the only form that the simulator itself keeps. */
    RSAPrivateCrtKey parse(String pem) {
        String body = pem.replace("-----BEGIN " + label + "-----", "").replace("-----END " + label + "-----", "");
        try {
            byte[] der = Base64.getMimeDecoder().decode(body);
            return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("a key file of the tenant is damaged", e);
        }
    }
}
