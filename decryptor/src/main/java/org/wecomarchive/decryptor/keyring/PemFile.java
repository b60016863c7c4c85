package org.wecomarchive.decryptor.keyring;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
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
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Reads a private key from PEM: PKCS#1 or PKCS#8, plain or under a password. The body says which of the two it is, not
 * the word after {@code BEGIN}: people paste one under the header of the other.
 *
 * <p>Under a password it is {@code BEGIN ENCRYPTED PRIVATE KEY} (PKCS#8) or the older {@code BEGIN RSA PRIVATE KEY} with
 * {@code DEK-Info} (PKCS#1). The provider that opens it is used by reference and never installed in the JVM.
 *
 * <p>The first private key of the file counts; certificates and public keys before it are passed over.
 */
final class PemFile {

    private static final long MOST_BYTES = 64 * 1024;
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String ENCRYPTED_PKCS8 = "ENCRYPTED PRIVATE KEY";

    /** First byte of DER, which is no text. */
    private static final byte DER_SEQUENCE = 0x30;

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
     * @throws KeyFileException when the file is open to others, or holds no RSA private key that can be opened;
     *     half-written files come here
     * @throws IOException when it cannot be read
     */
    byte[] read(Path file) throws IOException, KeyFileException {
        permissions.check(file);
        if (Files.size(file) > MOST_BYTES) {
            throw new KeyFileException("key file " + file + " is larger than " + MOST_BYTES + " bytes: not a PEM key");
        }
        PrivateKeyInfo key = parse(file, Files.readAllBytes(file));
        if (!PKCSObjectIdentifiers.rsaEncryption.equals(
                key.getPrivateKeyAlgorithm().getAlgorithm())) {
            throw new KeyFileException("key file " + file + " holds a private key that is not RSA");
        }
        return key.getEncoded();
    }

    private PrivateKeyInfo parse(Path file, byte[] bytes) throws KeyFileException {
        String pem = WrittenText.pem(bytes);
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            for (PemObject block = reader.readPemObject(); block != null; block = reader.readPemObject()) {
                if (block.getType().equals(ENCRYPTED_PKCS8) || isEncryptedPkcs1(block)) {
                    return open(file, block);
                }
                if (block.getType().endsWith(PRIVATE_KEY)) {
                    return plain(file, block);
                }
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            // Their messages may quote the file.
            throw new KeyFileException("key file " + file + " is broken or half written (" + flaw(pem) + ", "
                    + e.getClass().getSimpleName() + ")");
        }
        throw new KeyFileException("key file " + file + " holds no private key in PEM: " + found(bytes, pem));
    }

    private static String flaw(String pem) {
        return pem.contains("-----END ") ? "its content is no key" : "its line -----END is missing";
    }

    private static String found(byte[] bytes, String pem) {
        if (pem.contains("-----BEGIN ")) {
            return "only public keys or certificates";
        }
        return bytes.length > 0 && bytes[0] == DER_SEQUENCE
                ? "it looks like DER (openssl pkey -inform DER -in FILE -out FILE.pem)"
                : "a line -----BEGIN PRIVATE KEY----- is missing";
    }

    /** In PKCS#8 the name of the algorithm follows the version, in PKCS#1 the modulus. */
    private static PrivateKeyInfo plain(Path file, PemObject block) throws KeyFileException, IOException {
        if (block.getType().startsWith("OPENSSH")) {
            throw new KeyFileException(
                    "key file " + file + " is in OpenSSH's form: convert a copy with ssh-keygen -p -m PEM -f FILE");
        }
        if (block.getType().startsWith("EC") || block.getType().startsWith("DSA")) {
            throw new KeyFileException("key file " + file + " holds a private key that is not RSA");
        }
        ASN1Sequence key = ASN1Sequence.getInstance(block.getContent());
        return key.size() > 1 && key.getObjectAt(1) instanceof ASN1Sequence
                ? PrivateKeyInfo.getInstance(key)
                : new PrivateKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                        RSAPrivateKey.getInstance(key));
    }

    private static boolean isEncryptedPkcs1(PemObject block) {
        List<?> headers = block.getHeaders();
        return headers.stream()
                .anyMatch(header -> ((PemHeader) header).getName().equals("DEK-Info"));
    }

    private PrivateKeyInfo open(Path file, PemObject encrypted) throws KeyFileException {
        char[] secret = password.read(file, permissions);
        try {
            return encrypted.getType().equals(ENCRYPTED_PKCS8)
                    ? openPkcs8(encrypted, secret)
                    : openPkcs1(encrypted, secret);
        } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
            // Whatever a wrong password makes of the content; messages may quote it.
            throw new KeyFileException("key file " + file + " does not open with the password of keys.password.file ("
                    + e.getClass().getSimpleName() + ")");
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private static PrivateKeyInfo openPkcs8(PemObject encrypted, char[] secret)
            throws IOException, PKCSException, OperatorCreationException {
        return new PKCS8EncryptedPrivateKeyInfo(encrypted.getContent())
                .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                        .setProvider(new BouncyCastleProvider())
                        .build(secret));
    }

    private static PrivateKeyInfo openPkcs1(PemObject encrypted, char[] secret) throws IOException {
        StringWriter pem = new StringWriter();
        try (PemWriter writer = new PemWriter(pem)) {
            writer.writeObject(encrypted);
        }
        try (PEMParser parser = new PEMParser(new StringReader(pem.toString()))) {
            return ((PEMEncryptedKeyPair) parser.readObject())
                    .decryptKeyPair(new BcPEMDecryptorProvider(secret))
                    .getPrivateKeyInfo();
        }
    }
}
