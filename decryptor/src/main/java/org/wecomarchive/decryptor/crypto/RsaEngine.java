package org.wecomarchive.decryptor.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns encoded private keys into keys that decrypt, all with one provider.
 *
 * <p>The provider is used by reference and never installed in the JVM, so nothing else (TLS to Kafka, for example)
 * changes. Keys come from the provider's own {@link KeyFactory}: with a key made by another one, ACCP converts it at every
 * use and takes 2.7 times as long.
 *
 * <p><b>Threads.</b> Safe for any number.
 */
public final class RsaEngine {

    private static final Logger log = LoggerFactory.getLogger(RsaEngine.class);
    private static final int SMALLEST_MODULUS_BITS = 2048;

    private final RsaProvider name;
    private final Provider provider;

    private RsaEngine(RsaProvider name, Provider provider) {
        this.name = name;
        this.provider = provider;
    }

    /**
     * Opens the chosen provider.
     *
     * @throws IllegalStateException when {@link RsaProviderChoice#ACCP} is asked for and does not load
     */
    public static RsaEngine open(RsaProviderChoice choice) {
        if (choice == RsaProviderChoice.JDK) {
            return jdk();
        }
        Throwable refusal = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError();
        if (refusal == null) {
            return new RsaEngine(RsaProvider.ACCP, AmazonCorrettoCryptoProvider.INSTANCE);
        }
        if (choice == RsaProviderChoice.ACCP) {
            throw new IllegalStateException(
                    "Amazon Corretto Crypto Provider does not load on this machine: "
                            + "use Linux with glibc on x86-64 or aarch64, or allow the JDK's provider",
                    refusal);
        }
        log.warn(
                "Amazon Corretto Crypto Provider does not load ({}): RSA runs on the JDK's provider, about 4 times slower",
                refusal.getClass().getName());
        return jdk();
    }

    private static RsaEngine jdk() {
        try {
            return new RsaEngine(
                    RsaProvider.JDK, KeyFactory.getInstance("RSA", "SunRsaSign").getProvider());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no RSA provider", e);
        }
    }

    /** Whose RSA computes. */
    public RsaProvider provider() {
        return name;
    }

    /**
     * Makes a key.
     *
     * @param pkcs8 DER of an unencrypted PKCS#8 {@code PrivateKeyInfo} with an RSA key of at least 2048 bits
     * @throws RsaKeyException when it is not one
     */
    public RsaKey key(byte[] pkcs8) throws RsaKeyException {
        RSAPrivateKey key;
        try {
            key = (RSAPrivateKey)
                    KeyFactory.getInstance("RSA", provider).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the RSA provider has no key factory", e);
        } catch (GeneralSecurityException | ClassCastException e) {
            throw new RsaKeyException(
                    "is not an RSA private key (" + e.getClass().getSimpleName() + ")");
        }
        int bits = key.getModulus().bitLength();
        if (bits < SMALLEST_MODULUS_BITS) {
            throw new RsaKeyException("has " + bits + " bits; at least " + SMALLEST_MODULUS_BITS + " are needed");
        }
        return new RsaKey(key, (bits + 7) / 8, cipherProvider());
    }

    private Provider cipherProvider() {
        return name == RsaProvider.ACCP ? provider : Security.getProvider("SunJCE");
    }
}
