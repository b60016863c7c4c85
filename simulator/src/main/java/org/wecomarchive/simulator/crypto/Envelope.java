package org.wecomarchive.simulator.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.Base64;
import javax.crypto.Cipher;
import org.wecomarchive.simulator.fault.FrontFault;
import org.wecomarchive.simulator.random.SeededRandom;

/**
 * Seals payloads as an archived record carries them: a fresh key string under RSA-2048 (PKCS#1 v1.5), the payload under
 * that key string.
 *
 * <p>The same random numbers give the same bytes, padding included. Not safe for use by several threads.
 */
public final class Envelope {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;

    private final TenantKeys keys;
    private final Cipher rsa;

    public Envelope(TenantKeys keys) {
        this.keys = keys;
        try {
            // Padded by hand: a provider in native code accepts no random numbers of ours.
            this.rsa = Cipher.getInstance("RSA/ECB/NoPadding", fastestProvider());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no RSA", e);
        }
    }

    /**
     * A payload under its key.
     *
     * @param randomKey base64 of the RSA block, 344 characters
     * @param message base64 text for {@code DecryptData}
     */
    public record Sealed(String randomKey, String message) {}

    /** Seals a payload for the given key version. */
    public Sealed seal(int keyVersion, byte[] payload, SeededRandom random) {
        byte[] key = random.bytes(KEY_BYTES);
        String keyString = Base64.getEncoder().encodeToString(key);
        String message = NotTencentCipher.encrypt(key, random.bytes(NONCE_BYTES), payload);
        return new Sealed(sealKeyString(keyVersion, keyString, random), message);
    }

    /** Seals a payload that the library answers with a code, see {@link FrontFault} for negative ones. */
    public Sealed seal(int keyVersion, int code, byte[] payload, SeededRandom random) {
        byte[] key = random.bytes(KEY_BYTES);
        String keyString = Base64.getEncoder().encodeToString(key);
        String message = NotTencentCipher.encrypt(key, random.bytes(NONCE_BYTES), code, payload);
        return new Sealed(sealKeyString(keyVersion, keyString, random), message);
    }

    /** Encrypts any key string for the given key version, also one that the cipher will refuse. */
    public String sealKeyString(int keyVersion, String keyString, SeededRandom random) {
        try {
            rsa.init(Cipher.ENCRYPT_MODE, keys.publicKey(keyVersion));
            byte[] block = PaddedBlock.around(keyString.getBytes(StandardCharsets.US_ASCII), random);
            return Base64.getEncoder().encodeToString(rsa.doFinal(block));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key version " + keyVersion + " cannot encrypt", e);
        }
    }

    private static Provider fastestProvider() {
        AmazonCorrettoCryptoProvider inNativeCode = AmazonCorrettoCryptoProvider.INSTANCE;
        return inNativeCode.getLoadingError() == null ? inNativeCode : Security.getProvider("SunJCE");
    }
}
