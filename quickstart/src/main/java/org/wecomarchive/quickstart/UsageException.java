package org.wecomarchive.quickstart;

/** The command line, or the directory it names, cannot be used; the message is one sentence for the user. */
final class UsageException extends Exception {

    UsageException(String message) {
        super(message);
    }
}
