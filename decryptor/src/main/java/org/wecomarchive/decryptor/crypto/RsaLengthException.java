package org.wecomarchive.decryptor.crypto;

/** The block is not as long as the key's modulus. */
public final class RsaLengthException extends Exception {

    private static final long serialVersionUID = 1L;

    RsaLengthException(int blockBytes, int modulusBytes) {
        super("the block has " + blockBytes + " bytes, the key takes " + modulusBytes);
    }
}
