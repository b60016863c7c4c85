package org.wecomarchive.sinkelasticsearch.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import org.apache.http.ssl.SSLContexts;

/** TLS that trusts the certificates of one PEM file and no others. */
public final class TrustedAuthority {

    private TrustedAuthority() {}

    /** Whether {@link #of} takes the file. */
    public static boolean isReadable(Path pem) {
        try {
            of(pem);
            return true;
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it cannot be read
     * @throws GeneralSecurityException if it holds no certificate, or something else
     */
    public static SSLContext of(Path pem) throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> certificates;
        try (InputStream file = Files.newInputStream(pem)) {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(file);
        }
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("no certificate");
        }
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            trusted.setCertificateEntry("authority-" + number++, certificate);
        }
        return SSLContexts.custom().loadTrustMaterial(trusted, null).build();
    }
}
