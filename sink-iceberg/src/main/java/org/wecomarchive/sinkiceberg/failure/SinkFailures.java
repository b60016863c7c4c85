package org.wecomarchive.sinkiceberg.failure;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.connect.errors.ConnectException;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.recovery.RedactedException;
import org.wecomarchive.serde.RegistryRefusedException;
import org.wecomarchive.serde.UndecodableRecordException;
import org.wecomarchive.serde.UnresolvableSchemaException;
import org.wecomarchive.sinkiceberg.catalog.UnusableCatalogException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.HttpStatusCode;

/**
 * Decides by type and status code what a failure asks for; of a chain of causes the first known type decides, and what it
 * does not know is fatal.
 */
public final class SinkFailures {

    private SinkFailures() {}

    /** What a failure asks for; its reason is the type of it and of its cause, and the code that a server gave. */
    public static Failure classify(Throwable failure) {
        return new Failure(failureClass(failure), RedactedException.types(failure) + code(failure), describe(failure));
    }

    /** What the task stops with after a failure that has no next attempt: fatal, unless a restart may help. */
    public static ConnectException stop(Throwable failure) {
        if (failure instanceof ConnectException ready
                && (ready instanceof DeadLetterFailedException || ready instanceof FatalSinkException)
                && RedactedException.mayBeShown(ready)) {
            return ready;
        }
        return new FatalSinkException(describe(failure), RedactedException.of(failure));
    }

    private static FailureClass failureClass(Throwable failure) {
        // Whoever meets an untrusted certificate calls it a lost connection: it stands below.
        return first(failure, Remedies::ofCertificate)
                .map(untrusted -> FailureClass.OPERATOR)
                .or(() -> first(failure, SinkFailures::known))
                .orElse(FailureClass.FATAL);
    }

    private static String code(Throwable failure) {
        return first(failure, SinkFailures::codeOf).map(code -> " " + code).orElse("");
    }

    private static Optional<String> codeOf(Throwable failure) {
        if (failure instanceof SdkServiceException refused) {
            return Optional.of(Integer.toString(refused.statusCode()));
        }
        return failure instanceof SQLException database
                ? Optional.ofNullable(database.getSQLState())
                : Optional.empty();
    }

    /** What is known of the first in a chain of causes of which anything is known. */
    private static <T> Optional<T> first(Throwable failure, Function<Throwable, Optional<T>> known) {
        Set<Throwable> seen = new HashSet<>();
        for (Throwable one = failure; one != null && seen.add(one); one = one.getCause()) {
            Optional<T> found = known.apply(one);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * One sentence about a failure, fit for a log: of foreign exceptions the types, codes and paths, and what to correct, but
     * never the messages, for they may quote secrets.
     */
    public static String describe(Throwable failure) {
        String sentence = RedactedException.sentence(failure);
        if (RedactedException.isOurs(failure)) {
            return sentence;
        }
        Optional<String> remedy = first(failure, Remedies::ofCertificate).or(() -> first(failure, Remedies::of));
        return remedy.map(found -> sentence + ": " + found).orElse(sentence);
    }

    private static Optional<FailureClass> known(Throwable failure) {
        if (failure instanceof FatalSinkException || failure instanceof NoSuchTableException) {
            return Optional.of(FailureClass.FATAL);
        }
        if (failure instanceof UndecodableRecordException) {
            return Optional.of(FailureClass.BAD_RECORD);
        }
        if (isForAPerson(failure)) {
            return Optional.of(FailureClass.OPERATOR);
        }
        if (failure instanceof SdkServiceException refused) {
            return Optional.of(byStatus(refused.statusCode()));
        }
        if (failure instanceof SQLException database) {
            return Optional.of(isForAPerson(database) ? FailureClass.OPERATOR : FailureClass.TRANSIENT);
        }
        return healsByItself(failure) ? Optional.of(FailureClass.TRANSIENT) : Optional.empty();
    }

    private static boolean isForAPerson(Throwable failure) {
        return failure instanceof NotAuthorizedException
                || failure instanceof ForbiddenException
                || failure instanceof RegistryRefusedException
                || failure instanceof UnresolvableSchemaException
                || failure instanceof AuthenticationException
                || failure instanceof AuthorizationException
                || failure instanceof UnusableCatalogException
                || Remedies.isUnusable(failure)
                // A file that the table names is not there: the storage is not mounted, or somebody removed it.
                || failure instanceof NotFoundException;
    }

    /** By type where the driver has types for it, and by SQLSTATE where it has not, as PostgreSQL's. */
    private static boolean isForAPerson(SQLException failure) {
        // Several drivers call a refused connection non-transient.
        boolean lasts =
                failure instanceof SQLNonTransientException && !(failure instanceof SQLNonTransientConnectionException);
        return lasts || Remedies.isUnusableFile(failure) || Remedies.isSqlStateForAPerson(failure.getSQLState());
    }

    private static boolean healsByItself(Throwable failure) {
        return failure instanceof CommitFailedException
                || failure instanceof CommitStateUnknownException
                || failure instanceof RESTException
                || failure instanceof IOException
                // The cause says more.
                || (failure instanceof UncheckedSQLException && !(failure.getCause() instanceof SQLException))
                || failure instanceof SdkException
                || failure instanceof RetriableException;
    }

    private static FailureClass byStatus(int status) {
        boolean heals = status == HttpStatusCode.REQUEST_TIMEOUT
                || status == HttpStatusCode.THROTTLING
                || status >= HttpStatusCode.INTERNAL_SERVER_ERROR;
        // Others are for a person: 400 and 404 are a bucket or a region that is wrong, 401 and 403 a key.
        return heals ? FailureClass.TRANSIENT : FailureClass.OPERATOR;
    }
}
