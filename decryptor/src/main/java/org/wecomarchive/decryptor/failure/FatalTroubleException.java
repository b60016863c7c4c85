package org.wecomarchive.decryptor.failure;

/** A mistake of ours or of the configuration: nothing may be committed past it. The message says what to change. */
public final class FatalTroubleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FatalTroubleException(String message) {
        super(message);
    }

    public FatalTroubleException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A failure that nobody foresaw, without its message, which may quote a record: its type and stack are kept. */
    public static FatalTroubleException unforeseen(Throwable failure) {
        FatalTroubleException withoutMessage =
                new FatalTroubleException("unforeseen " + failure.getClass().getName());
        withoutMessage.setStackTrace(failure.getStackTrace());
        return withoutMessage;
    }
}
