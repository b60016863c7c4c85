package org.wecomarchive.decryptor.keyring;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/**
 * Reads a private key from PEM: {@code BEGIN RSA PRIVATE KEY} (PKCS#1) or {@code BEGIN PRIVATE KEY} (PKCS#8),
 * plain or under a password.
 *
 * <p>The first private key of the file counts; certificates and public keys before it are passed over.
 */
final class PemFile {

    private static final long MOST_BYTES = 64 * 1024;

    private final KeyFilePermissions permissions;
    private final PemPassword password;

    PemFile(KeyFilePermissions permissions, PemPassword password) {
        this.permissions = permissions;
        this.password = password;
    }

    /**
     * Reads a file.
     *
     * @return DER of the PKCS#8 {@code PrivateKeyInfo}
     * @throws KeyFileException when the file is open to others, or holds no RSA private key that can be opened; half-written files come here
     * @throws IOException when it cannot be read
     */
    byte[] read(Path file) throws IOException, KeyFileException {
        permissions.check(file);
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

    private PrivateKeyInfo parse(Path file, String pem) throws KeyFileException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            Object object = parser.readObject();
            while (object != null) {
                if (object instanceof PEMKeyPair pair) {
                    return pair.getPrivateKeyInfo();
                }
                if (object instanceof PrivateKeyInfo key) {
                    return key;
                }
                if (EncryptedPem.isOne(object)) {
                    return open(file, object);
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

    private PrivateKeyInfo open(Path file, Object encrypted) throws KeyFileException {
        char[] secret = password.read(file, permissions);
        try {
            return EncryptedPem.open(encrypted, secret);
        } catch (IOException | RuntimeException e) {
            // Whatever a wrong password makes of the content; messages may quote it.
            throw new KeyFileException("key file " + file + " does not open with the password of keys.password.file ("
                    + e.getClass().getSimpleName() + ")");
        } finally {
            Arrays.fill(secret, '\0');
        }
    }
}
