package org.wecomarchive.decryptor.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.financesdk.NoexecMount;

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
    private static final String UNPACKED_INTO = "com.amazon.corretto.crypto.provider.tmpdir";
    /** Names that Java has for x86-64 and aarch64. */
    private static final Set<String> PROCESSORS = Set.of("amd64", "aarch64");

    private final RsaProvider name;
    private final Provider provider;

    private RsaEngine(RsaProvider name, Provider provider) {
        this.name = name;
        this.provider = provider;
    }

    /**
     * Opens a provider.
     *
     * @throws IllegalStateException when {@link RsaProvider#ACCP} does not load, be it asked for or be it that {@link
     *     RsaProvider#AUTO} finds a machine that it is made for; the message says what to do
     */
    public static RsaEngine open(RsaProvider choice) {
        if (choice == RsaProvider.JDK) {
            return jdk();
        }
        Throwable refusal = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError();
        if (refusal == null) {
            return new RsaEngine(RsaProvider.ACCP, AmazonCorrettoCryptoProvider.INSTANCE);
        }
        return withoutAccp(choice, refusal, System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** Never in silence where ACCP should load: one core in four would be left, and nobody would know why. */
    static RsaEngine withoutAccp(RsaProvider choice, Throwable refusal, String system, String processor) {
        boolean madeForIt = system.equals("Linux") && PROCESSORS.contains(processor);
        if (choice == RsaProvider.ACCP || madeForIt) {
            throw new IllegalStateException(
                    "Amazon Corretto Crypto Provider does not load ("
                            + refusal.getClass().getSimpleName() + "): "
                            + (madeForIt ? unpacking() : "it is made for Linux with glibc on x86-64 and aarch64")
                            + ". rsa.provider=jdk does without it, at a quarter of its speed",
                    refusal);
        }
        log.warn(
                "Amazon Corretto Crypto Provider is not made for {} on {}: RSA runs on the JDK's provider, about 4"
                        + " times slower",
                system,
                processor);
        return jdk();
    }

    private static String unpacking() {
        Path folder = Path.of(System.getProperty(UNPACKED_INTO, System.getProperty("java.io.tmpdir")));
        return NoexecMount.remedy(folder, UNPACKED_INTO)
                .orElse("check that " + folder + ", where it unpacks its native part, is writable (-D" + UNPACKED_INTO
                        + " names another folder), and that the system has glibc");
    }

    private static RsaEngine jdk() {
        Provider sun = Security.getProvider("SunRsaSign");
        if (sun == null) {
            throw new IllegalStateException("this JVM has no RSA provider");
        }
        return new RsaEngine(RsaProvider.JDK, sun);
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
        return new RsaKey(key, (bits + 7) / 8, name == RsaProvider.ACCP ? provider : Security.getProvider("SunJCE"));
    }
}
