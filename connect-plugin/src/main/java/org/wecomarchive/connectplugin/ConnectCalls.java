package org.wecomarchive.connectplugin;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.wecomarchive.recovery.RedactedException;

/**
 * Calls that Kafka Connect makes into a task. Connect shows whatever they throw in its status and in its log, with all causes:
 * so nothing leaves that has a message of others.
 *
 * <p><b>Errors.</b> Our own exceptions pass, and those of Connect that have no foreign cause. Of any other the types and stack
 * frames remain, as a {@link ConnectException}, or as a {@link RetriableException} if it was one.
 */
public final class ConnectCalls {

    private ConnectCalls() {}

    /** Something that Connect waits for. */
    @FunctionalInterface
    public interface Call<T, X extends Exception> {
        T run() throws X;
    }

    /** Makes a call. */
    public static void run(Runnable call) {
        answer(() -> {
            call.run();
            return true;
        });
    }

    /** Makes a call with an answer; checked exceptions pass as they are. */
    public static <T, X extends Exception> T answer(Call<T, X> call) throws X {
        try {
            return call.run();
        } catch (RuntimeException e) {
            throw shown(e);
        }
    }

    /**
     * A failure against which a restart of the task may help.
     *
     * @param sentence of ours
     * @param cause shown by its types only
     */
    public static ConnectException failure(String sentence, Throwable cause) {
        return new ConnectException(sentence, RedactedException.of(cause));
    }

    private static RuntimeException shown(RuntimeException failure) {
        Throwable cause = failure.getCause();
        boolean quotesNothing = failure.getSuppressed().length == 0
                && (cause == null || RedactedException.mayBeShown(cause))
                && (RedactedException.isOurs(failure) || isOfConnect(failure));
        if (quotesNothing) {
            return failure;
        }
        String sentence = "failed with " + failure.getClass().getName();
        return failure instanceof RetriableException
                ? new RetriableException(sentence, RedactedException.of(failure))
                : failure(sentence, failure);
    }

    private static boolean isOfConnect(RuntimeException failure) {
        return failure instanceof ConnectException || failure instanceof ConfigException;
    }
}
