package org.wecomarchive.recovery;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A copy of a failure that may be shown: a cause of our own exceptions in place of a foreign one, whose message may quote a
 * secret, a setting or a record.
 *
 * <p><b>Shape.</b> The message is the type of the failure. Only an exception of ours, which quotes nothing, keeps its own message
 * behind it. Stack frames are those of the failure, and its causes are copied in the same way; suppressed exceptions are left out.
 */
public final class RedactedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String OURS = "org.wecomarchive.";

    private RedactedException(String message, StackTraceElement[] frames, RedactedException cause) {
        super(message, cause, false, true);
        setStackTrace(frames);
    }

    /** The copy of a failure, or the failure itself if it is such a copy. */
    public static RedactedException of(Throwable failure) {
        return copy(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static RedactedException copy(Throwable failure, Set<Throwable> seen) {
        if (failure instanceof RedactedException redacted) {
            return redacted;
        }
        seen.add(failure);
        Throwable cause = failure.getCause();
        RedactedException below = cause == null || seen.contains(cause) ? null : copy(cause, seen);
        String type = failure.getClass().getName();
        String message = isOurs(failure) ? type + ": " + failure.getMessage() : type;
        return new RedactedException(message, failure.getStackTrace(), below);
    }

    /** One sentence about a failure that may be shown: its message if it is ours, else its type and that of its cause. */
    public static String sentence(Throwable failure) {
        return isOurs(failure) ? failure.getMessage() : types(failure);
    }

    /** The type of a failure and that of its cause. */
    public static String types(Throwable failure) {
        Throwable cause = failure.getCause();
        String name = failure.getClass().getSimpleName();
        return cause == null || cause == failure
                ? name
                : name + " by " + cause.getClass().getSimpleName();
    }

    /** All of it in lines, for a log. */
    public String trace() {
        StringWriter text = new StringWriter();
        printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    /** Whether an exception is of a type of this project, so that its own message may be shown. */
    public static boolean isOurs(Throwable failure) {
        return failure.getClass().getName().startsWith(OURS);
    }

    /** Whether an exception and all that it carries is ours, so that it may be shown as it is. */
    public static boolean mayBeShown(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Throwable one = failure;
        while (one != null && seen.add(one)) {
            if (!isOurs(one) || one.getSuppressed().length > 0) {
                return false;
            }
            one = one.getCause();
        }
        return true;
    }
}
