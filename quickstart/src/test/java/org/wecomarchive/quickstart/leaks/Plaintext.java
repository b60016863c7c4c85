package org.wecomarchive.quickstart.leaks;

/** Whether decrypted messages may stand in a place. */
enum Plaintext {
    ALLOWED,
    FORBIDDEN
}
