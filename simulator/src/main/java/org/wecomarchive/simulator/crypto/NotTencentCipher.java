package org.wecomarchive.simulator.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.wecomarchive.simulator.fault.FrontFault;

/**
 * The payload scheme of the simulator. It is <b>not Tencent's</b>, which is not public, and bears no relation to it.
 *
 * <p><b>Shape.</b> Key string: base64 of 32 bytes (44 characters). Message: base64 of a 12-byte nonce and the ChaCha20
 * text (RFC 8439, first block 1) of {@code "NOTWECOM"}, the CRC-32 of the payload (4 bytes, big-endian) and the
 * payload. If the text begins with {@code "SIMCODES"} instead, with a code in place of the checksum, the front returns
 * that code, or aborts or hangs as {@link FrontFault} says.
 *
 * <p><b>Errors.</b> {@link Refusal} with the vendor's codes: 10008 key string that is not base64 of 32 bytes, 10006
 * wrong key or damaged message; any other code that a payload asks for.
 *
 * <p><b>Threads.</b> No state.
 */
public final class NotTencentCipher {

    private static final byte[] MAGIC = "NOTWECOM".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CODE_MAGIC = "SIMCODES".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int HEADER_BYTES = MAGIC.length + Integer.BYTES;

    private NotTencentCipher() {}

    /** Why a payload cannot be decrypted, as the vendor's return code. */
    public static final class Refusal extends Exception {

        private static final long serialVersionUID = 1L;

        private final int code;

        Refusal(int code) {
            super("refused with " + code);
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    /**
     * Encrypts a payload.
     *
     * @param key 32 bytes
     * @param nonce 12 bytes, never used twice with one key
     */
    static String encrypt(byte[] key, byte[] nonce, byte[] payload) {
        CRC32 checksum = new CRC32();
        checksum.update(payload);
        return encrypt(key, nonce, MAGIC, (int) checksum.getValue(), payload);
    }

    /** Encrypts a payload for which a front returns this code; {@link FrontFault} has the negative ones. */
    static String encrypt(byte[] key, byte[] nonce, int code, byte[] payload) {
        return encrypt(key, nonce, CODE_MAGIC, code, payload);
    }

    private static String encrypt(byte[] key, byte[] nonce, byte[] magic, int checksumOrCode, byte[] payload) {
        byte[] plain = ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .put(magic)
                .putInt(checksumOrCode)
                .put(payload)
                .array();
        byte[] sealed = chaCha20(Cipher.ENCRYPT_MODE, key, nonce, plain);
        byte[] message = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return Base64.getEncoder().encodeToString(message);
    }

    /** Decrypts what {@link #encrypt} made. */
    public static byte[] decrypt(String key, String message) throws Refusal {
        byte[] keyBytes = decode(key, 10008);
        if (keyBytes.length != KEY_BYTES) {
            throw new Refusal(10008);
        }
        byte[] sealed = decode(message, 10006);
        if (sealed.length < NONCE_BYTES + HEADER_BYTES) {
            throw new Refusal(10006);
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        byte[] text = Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length);
        return payloadOf(chaCha20(Cipher.DECRYPT_MODE, keyBytes, nonce, text));
    }

    private static byte[] payloadOf(byte[] plain) throws Refusal {
        ByteBuffer buffer = ByteBuffer.wrap(plain);
        byte[] magic = new byte[MAGIC.length];
        buffer.get(magic);
        int checksumOrCode = buffer.getInt();
        if (Arrays.equals(magic, CODE_MAGIC)) {
            throw new Refusal(checksumOrCode);
        }
        CRC32 checksum = new CRC32();
        checksum.update(plain, HEADER_BYTES, plain.length - HEADER_BYTES);
        if (!Arrays.equals(magic, MAGIC) || checksumOrCode != (int) checksum.getValue()) {
            throw new Refusal(10006);
        }
        return Arrays.copyOfRange(plain, HEADER_BYTES, plain.length);
    }

    /** Strict: no line breaks, padding required. */
    private static byte[] decode(String text, int code) throws Refusal {
        if (text.length() % 4 != 0) {
            throw new Refusal(code);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(code);
        }
    }

    private static byte[] chaCha20(int mode, byte[] key, byte[] nonce, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("ChaCha20");
            cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new ChaCha20ParameterSpec(nonce, 1));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no ChaCha20", e);
        }
    }
}
