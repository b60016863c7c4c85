package org.wecomarchive.decryptor.keyring;

/** There is no usable file for this corp and key version. */
public final class MissingKeyException extends Exception {

    private static final long serialVersionUID = 1L;

    MissingKeyException(long version) {
        super("no private key of version " + version);
    }
}
