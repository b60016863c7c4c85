package org.wecomarchive.decryptor.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;

/**
 * A private key that decrypts single PKCS#1 v1.5 blocks.
 *
 * <p><b>Threads.</b> Safe for any number: each has its own {@link Cipher}, which is thrown away after any failure, because
 * a provider may leave bytes of the failed block in it.
 */
public final class RsaKey {

    private final PrivateKey key;
    private final int modulusBytes;
    private final Provider provider;
    private final ThreadLocal<Cipher> ciphers = ThreadLocal.withInitial(this::newCipher);

    RsaKey(PrivateKey key, int modulusBytes, Provider provider) {
        this.key = key;
        this.modulusBytes = modulusBytes;
        this.provider = provider;
    }

    /** Length of every block for this key: 256 for RSA-2048. */
    public int modulusBytes() {
        return modulusBytes;
    }

    /**
     * Decrypts one block ({@code RSA/ECB/PKCS1Padding}).
     *
     * @return the plaintext, 0 to {@code modulusBytes - 11} bytes
     * @throws RsaLengthException when {@code block} is not {@link #modulusBytes()} long
     * @throws RsaPaddingException when the block was not made for this key, or is damaged: the two look the same
     */
    public byte[] decrypt(byte[] block) throws RsaLengthException, RsaPaddingException {
        if (block.length != modulusBytes) {
            throw new RsaLengthException(block.length, modulusBytes);
        }
        Cipher cipher = ciphers.get();
        ciphers.remove();
        try {
            byte[] plaintext = cipher.doFinal(block);
            ciphers.set(cipher);
            return plaintext;
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            throw new RsaPaddingException();
        }
    }

    private Cipher newCipher() {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding", provider);
            cipher.init(Cipher.DECRYPT_MODE, key);
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the RSA provider does not decrypt", e);
        }
    }

    /** The size alone: the rest is secret. */
    @Override
    public String toString() {
        return "RsaKey[" + modulusBytes * 8 + " bits]";
    }
}
