package org.wecomarchive.decryptor.crypto;

/** The block did not decrypt under this key; without cause or message, for a cipher's message may tell of the content. */
public final class RsaPaddingException extends Exception {

    private static final long serialVersionUID = 1L;

    RsaPaddingException() {
        super("the RSA padding is wrong");
    }
}
