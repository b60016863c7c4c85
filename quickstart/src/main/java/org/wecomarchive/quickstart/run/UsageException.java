package org.wecomarchive.quickstart.run;

/** The command line, or the directory it names, cannot be used; the message is one sentence for the user. */
public final class UsageException extends Exception {

    public UsageException(String message) {
        super(message);
    }
}
