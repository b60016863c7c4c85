package org.wecomarchive.testkit.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority that exists in memory and signs for 127.0.0.1 and localhost.
 *
 * <p>Certificates (EC P-256) are valid from an hour ago for one day. Safe for use by several threads.
 */
public final class TestAuthority {

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final String ALIAS = "certificate";

    private final KeyPair keys;
    private final X509Certificate certificate;
    private final Instant now;
    private final AtomicLong serial = new AtomicLong(1);

    private TestAuthority(KeyPair keys, X509Certificate certificate, Instant now) {
        this.keys = keys;
        this.certificate = certificate;
        this.now = now;
    }

    /** A new authority of this name. */
    public static TestAuthority create(String commonName, Clock clock) throws IOException {
        KeyPair keys = newKeys();
        X500Principal name = new X500Principal("CN=" + commonName);
        Instant now = clock.instant();
        JcaX509v3CertificateBuilder builder = builder(name, name, BigInteger.ONE, keys, now);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        return new TestAuthority(keys, signed(builder, keys), now);
    }

    /** Writes a new key and its certificate, for a server on this machine or a client. */
    public KeyStoreFile issue(Path file, String commonName) throws IOException {
        KeyPair subject = newKeys();
        JcaX509v3CertificateBuilder builder = builder(
                certificate.getSubjectX500Principal(),
                new X500Principal("CN=" + commonName),
                BigInteger.valueOf(serial.incrementAndGet()),
                subject,
                now);
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"), new GeneralName(GeneralName.dNSName, "localhost")
        }));
        Certificate[] chain = {signed(builder, keys), certificate};
        return write(
                file,
                store -> store.setKeyEntry(ALIAS, subject.getPrivate(), KeyStoreFile.PASSWORD.toCharArray(), chain));
    }

    /** Writes this authority's certificate, for programs that have to trust it. */
    public KeyStoreFile trust(Path file) throws IOException {
        return write(file, store -> store.setCertificateEntry(ALIAS, certificate));
    }

    private static KeyPair newKeys() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make a key", e);
        }
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, BigInteger serial, KeyPair keys, Instant now) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                serial,
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                subject,
                keys.getPublic());
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair signer) throws CertIOException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(signer.getPrivate())));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new CertIOException("cannot sign", e);
        }
    }

    @FunctionalInterface
    private interface Entry {
        void addTo(KeyStore store) throws GeneralSecurityException;
    }

    private static KeyStoreFile write(Path file, Entry entry) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStoreFile.TYPE);
            store.load(null, null);
            entry.addTo(store);
            store.store(out, KeyStoreFile.PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot write " + file, e);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return new KeyStoreFile(file.toAbsolutePath());
    }
}
