package org.wecomarchive.decryptor.keyring;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Opens private keys under a password: {@code BEGIN ENCRYPTED PRIVATE KEY} (PKCS#8) and the older
 * {@code BEGIN RSA PRIVATE KEY} with {@code DEK-Info} (PKCS#1).
 *
 * <p>The provider is used by reference and never installed in the JVM.
 */
final class EncryptedPem {

    private static final String PKCS8 = "ENCRYPTED PRIVATE KEY";

    private EncryptedPem() {}

    /** Whether it is one of the two. */
    static boolean isOne(PemObject block) {
        return block.getType().equals(PKCS8) || hasKeyHeader(block);
    }

    /**
     * Decrypts one.
     *
     * @throws IOException when the password is wrong or the content damaged, which look the same
     */
    static PrivateKeyInfo open(PemObject block, char[] password) throws IOException {
        if (!block.getType().equals(PKCS8)) {
            return keyPair(block)
                    .decryptKeyPair(new BcPEMDecryptorProvider(password))
                    .getPrivateKeyInfo();
        }
        try {
            return new PKCS8EncryptedPrivateKeyInfo(block.getContent())
                    .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(password));
        } catch (PKCSException | OperatorCreationException e) {
            throw new IOException(e);
        }
    }

    private static boolean hasKeyHeader(PemObject block) {
        for (Object header : block.getHeaders()) {
            if (((PemHeader) header).getName().equals("DEK-Info")) {
                return true;
            }
        }
        return false;
    }

    private static PEMEncryptedKeyPair keyPair(PemObject block) throws IOException {
        StringWriter pem = new StringWriter();
        try (PemWriter writer = new PemWriter(pem)) {
            writer.writeObject(block);
        }
        try (PEMParser parser = new PEMParser(new StringReader(pem.toString()))) {
            if (parser.readObject() instanceof PEMEncryptedKeyPair pair) {
                return pair;
            }
            throw new IOException("no encrypted key");
        }
    }
}
