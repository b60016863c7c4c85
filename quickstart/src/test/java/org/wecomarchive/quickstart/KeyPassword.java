package org.wecomarchive.quickstart;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.wecomarchive.simulator.crypto.OwnerOnlyFiles;

/** Keeps private keys under a password, as a site may: PKCS#8 with PBES2, the password in a file of its own. */
record KeyPassword(String text) {

    /** Writes the password's file, readable by its owner only. */
    Path writeTo(Path file) throws IOException {
        OwnerOnlyFiles.write(file, text);
        return file;
    }

    /** Replaces a plain PKCS#8 key file. */
    void protect(Path pem) throws IOException, OperatorCreationException {
        StringWriter protectedKey = new StringWriter();
        try (JcaPEMWriter out = new JcaPEMWriter(protectedKey)) {
            out.writeObject(new PKCS8Generator(
                    read(pem),
                    new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                            .setProvider(new BouncyCastleProvider())
                            .setPRF(PKCS8Generator.PRF_HMACSHA256)
                            .setPassword(text.toCharArray())
                            .build()));
        }
        OwnerOnlyFiles.write(pem, protectedKey.toString());
    }

    private static PrivateKeyInfo read(Path pem) throws IOException {
        try (Reader file = Files.newBufferedReader(pem);
                PEMParser parser = new PEMParser(file)) {
            return (PrivateKeyInfo) parser.readObject();
        }
    }
}
