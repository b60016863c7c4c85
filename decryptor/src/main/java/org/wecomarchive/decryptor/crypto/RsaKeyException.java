package org.wecomarchive.decryptor.crypto;

/** A private key that cannot be used; the message continues a sentence about the file and holds nothing of the key. */
public final class RsaKeyException extends Exception {

    private static final long serialVersionUID = 1L;

    RsaKeyException(String message) {
        super(message);
    }
}
