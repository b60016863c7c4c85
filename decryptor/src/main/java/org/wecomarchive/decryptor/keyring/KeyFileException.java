package org.wecomarchive.decryptor.keyring;

/** A key file that cannot be used; the message is a sentence that names the file and what to do, nothing of the key. */
final class KeyFileException extends Exception {

    private static final long serialVersionUID = 1L;

    KeyFileException(String message) {
        super(message);
    }
}
