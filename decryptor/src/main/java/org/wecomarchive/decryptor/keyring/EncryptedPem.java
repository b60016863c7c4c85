package org.wecomarchive.decryptor.keyring;

import java.io.IOException;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * Opens private keys under a password: {@code BEGIN ENCRYPTED PRIVATE KEY} (PKCS#8) and the older
 * {@code BEGIN RSA PRIVATE KEY} with {@code DEK-Info} (PKCS#1).
 *
 * <p>The provider is used by reference and never installed in the JVM.
 */
final class EncryptedPem {

    private EncryptedPem() {}

    /** Whether it is one of the two, as the PEM parser gives them. */
    static boolean isOne(Object pemObject) {
        return pemObject instanceof PEMEncryptedKeyPair || pemObject instanceof PKCS8EncryptedPrivateKeyInfo;
    }

    /**
     * Decrypts one.
     *
     * @throws IOException when the password is wrong or the content damaged, which look the same
     */
    static PrivateKeyInfo open(Object pemObject, char[] password) throws IOException {
        if (pemObject instanceof PEMEncryptedKeyPair pair) {
            return pair.decryptKeyPair(new BcPEMDecryptorProvider(password)).getPrivateKeyInfo();
        }
        try {
            return ((PKCS8EncryptedPrivateKeyInfo) pemObject)
                    .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(password));
        } catch (PKCSException | OperatorCreationException e) {
            throw new IOException(e);
        }
    }
}
