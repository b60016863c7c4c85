package org.wecomarchive.simulator.command;

/** The command line, or what it names, cannot be used; the message is one sentence for the user. */
public final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
