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
    private static final int BLOCK_BYTES = 256;
    private static final int LEAST_PADDING_BYTES = 8;

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
        return sealed(keyVersion, key, NotTencentCipher.encrypt(key, random.bytes(NONCE_BYTES), payload), random);
    }

    /** Seals a payload for which the library returns a code; {@link FrontFault} has the negative ones. */
    public Sealed seal(int keyVersion, int code, byte[] payload, SeededRandom random) {
        byte[] key = random.bytes(KEY_BYTES);
        return sealed(keyVersion, key, NotTencentCipher.encrypt(key, random.bytes(NONCE_BYTES), code, payload), random);
    }

    private Sealed sealed(int keyVersion, byte[] key, String message, SeededRandom random) {
        return new Sealed(sealKeyString(keyVersion, Base64.getEncoder().encodeToString(key), random), message);
    }

    /** Encrypts any key string for the given key version, also one that the cipher will refuse. */
    public String sealKeyString(int keyVersion, String keyString, SeededRandom random) {
        return sealKeyString(keyVersion, keyString.getBytes(StandardCharsets.US_ASCII), random);
    }

    /** As {@link #sealKeyString(int, String, SeededRandom)} for any bytes, at most 245. */
    public String sealKeyString(int keyVersion, byte[] keyString, SeededRandom random) {
        try {
            rsa.init(Cipher.ENCRYPT_MODE, keys.publicKey(keyVersion));
            byte[] block = padded(keyString, random);
            return Base64.getEncoder().encodeToString(rsa.doFinal(block));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key version " + keyVersion + " cannot encrypt", e);
        }
    }

    /** The block of PKCS#1 v1.5 (RFC 8017, section 7.2.1): bytes 0, 2, at least eight that are not 0, 0, and the text. */
    private static byte[] padded(byte[] text, SeededRandom random) {
        int paddingBytes = BLOCK_BYTES - 3 - text.length;
        if (paddingBytes < LEAST_PADDING_BYTES) {
            throw new IllegalArgumentException("a text of " + text.length + " bytes is too long for RSA-2048");
        }
        byte[] block = new byte[BLOCK_BYTES];
        block[1] = 2;
        for (int i = 0; i < paddingBytes; i++) {
            block[2 + i] = (byte) (1 + random.below(255));
        }
        System.arraycopy(text, 0, block, BLOCK_BYTES - text.length, text.length);
        return block;
    }

    private static Provider fastestProvider() {
        AmazonCorrettoCryptoProvider inNativeCode = AmazonCorrettoCryptoProvider.INSTANCE;
        return inNativeCode.getLoadingError() == null ? inNativeCode : Security.getProvider("SunJCE");
    }
}
