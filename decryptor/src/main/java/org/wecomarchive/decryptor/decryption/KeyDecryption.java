package org.wecomarchive.decryptor.decryption;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.wecomarchive.decryptor.crypto.RsaLengthException;
import org.wecomarchive.decryptor.crypto.RsaPaddingException;
import org.wecomarchive.decryptor.keyring.KeyRing;
import org.wecomarchive.decryptor.keyring.MissingKeyException;
import org.wecomarchive.decryptor.outcome.DeadLetterReason;
import org.wecomarchive.decryptor.outcome.FailedStep;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.outcome.Stage;
import org.wecomarchive.schemas.RawRecord;

/**
 * From {@code encrypt_random_key} to the key string that {@code DecryptData} takes.
 *
 * <p><b>Source.</b> Base64 (strict) of one RSA block with PKCS#1 v1.5 padding; the plaintext is text without NUL whose
 * inner form is not documented, so that it is neither trimmed nor looked into.
 */
public final class KeyDecryption {

    /** Length of every block WeCom makes: it takes RSA-2048 keys only. */
    private static final int DOCUMENTED_BLOCK_BYTES = 256;

    private final KeyRing keys;

    public KeyDecryption(KeyRing keys) {
        this.keys = keys;
    }

    String keyString(RawRecord raw) throws RejectedException {
        byte[] block = block(raw);
        try {
            return text(keys.key(raw.getCorpId(), raw.getKeyVersion()).decrypt(block));
        } catch (MissingKeyException e) {
            throw RejectedException.parked(ParkedReason.MISSING_KEY, FailedStep.of(Stage.KEY_LOOKUP, e));
        } catch (RsaPaddingException e) {
            throw mismatch(e);
        } catch (RsaLengthException e) {
            // A record as WeCom makes them, and a key as it does not: the file is wrong, not the record.
            throw block.length == DOCUMENTED_BLOCK_BYTES
                    ? mismatch(e)
                    : RejectedException.deadLetter(DeadLetterReason.WRONG_RSA_LENGTH, FailedStep.of(Stage.RSA, e));
        }
    }

    private static byte[] block(RawRecord raw) throws RejectedException {
        try {
            return Base64.getDecoder().decode(raw.getEncryptedKey());
        } catch (IllegalArgumentException e) {
            throw RejectedException.deadLetter(DeadLetterReason.BROKEN_BASE64, FailedStep.of(Stage.BASE64, e));
        }
    }

    /**
     * The plaintext as text. A wrong key yields valid padding for about one block in 65,000, and then random bytes. Bytes
     * that cannot be a key string are therefore a mismatch, too.
     */
    private static String text(byte[] plaintext) throws RejectedException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plaintext))
                    .toString();
        } catch (CharacterCodingException e) {
            throw mismatch(e);
        }
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw mismatch(new CharacterCodingException());
        }
        return text;
    }

    private static RejectedException mismatch(Exception failure) {
        return RejectedException.parked(ParkedReason.KEY_MISMATCH, FailedStep.of(Stage.RSA, failure));
    }
}
