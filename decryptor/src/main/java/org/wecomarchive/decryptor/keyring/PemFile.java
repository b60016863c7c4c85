package org.wecomarchive.decryptor.keyring;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * Reads a private key from PEM: {@code BEGIN RSA PRIVATE KEY} (PKCS#1) or {@code BEGIN PRIVATE KEY} (PKCS#8).
 *
 * <p>The first private key of the file counts; certificates and public keys before it are passed over.
 */
final class PemFile {

    private static final long MOST_BYTES = 64 * 1024;

    private PemFile() {}

    /**
     * Reads a file.
     *
     * @return DER of the PKCS#8 {@code PrivateKeyInfo}
     * @throws KeyFileException when the file holds no unencrypted RSA private key; half-written files come here
     * @throws IOException when it cannot be read
     */
    static byte[] read(Path file) throws IOException, KeyFileException {
        if (Files.size(file) > MOST_BYTES) {
            throw new KeyFileException("key file " + file + " is larger than " + MOST_BYTES + " bytes: not a PEM key");
        }
        PrivateKeyInfo key = parse(file, Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!PKCSObjectIdentifiers.rsaEncryption.equals(
                key.getPrivateKeyAlgorithm().getAlgorithm())) {
            throw new KeyFileException("key file " + file + " holds a private key that is not RSA");
        }
        return key.getEncoded();
    }

    private static PrivateKeyInfo parse(Path file, String pem) throws KeyFileException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            Object object = parser.readObject();
            while (object != null) {
                if (object instanceof PEMKeyPair pair) {
                    return pair.getPrivateKeyInfo();
                }
                if (object instanceof PrivateKeyInfo key) {
                    return key;
                }
                if (object instanceof PEMEncryptedKeyPair || object instanceof PKCS8EncryptedPrivateKeyInfo) {
                    throw new KeyFileException("key file " + file + " is encrypted: it must be plain PEM, "
                            + "protected by file permissions");
                }
                object = parser.readObject();
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            // Their messages may quote the file.
            throw new KeyFileException("key file " + file + " is broken or half written ("
                    + e.getClass().getSimpleName() + ")");
        }
        throw new KeyFileException("key file " + file + " holds no private key in PEM");
    }
}
