package org.wecomarchive.sinkiceberg.failure;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** What a foreign exception says besides its type, without its message: a code or a path, and which setting to correct. */
final class Remedies {

    /** SQLite's codes, as it has no SQLSTATE: read-only, cannot be opened, not a database. */
    private static final Set<Integer> SQLITE_FOR_A_PERSON = Set.of(8, 14, 26);

    /** Classes of SQLSTATE (ISO/IEC 9075) that a person has to change: who logs in, to which database, what it may do. */
    private static final Map<String, String> BY_SQL_STATE_CLASS = Map.of(
            "28", "correct catalog.user and catalog.password",
            "3D", "there is no such database: make it, or correct catalog.url",
            "42", "let catalog.user make and change tables in the database of catalog.url");

    private static final Map<Integer, String> BY_STATUS = Map.of(
            401, "correct s3.access-key-id and s3.secret-access-key",
            403,
                    "correct s3.access-key-id and s3.secret-access-key, or what they may do in the bucket of catalog.warehouse",
            404, "there is no such bucket: make it, or correct catalog.warehouse and s3.endpoint");

    private Remedies() {}

    /** Of one exception of a chain; empty where its type says all. */
    static Optional<String> of(Throwable failure) {
        if (failure instanceof SQLException database) {
            return ofDatabase(database);
        }
        if (failure instanceof SdkServiceException refused) {
            return Optional.of(with("status " + refused.statusCode(), BY_STATUS.get(refused.statusCode())));
        }
        if (failure instanceof FileSystemException file && file.getFile() != null) {
            return Optional.of(with(
                    file.getFile(),
                    isUnusable(file) ? "let the worker's user write there, or correct catalog.warehouse" : null));
        }
        return failure instanceof NotAuthorizedException || failure instanceof ForbiddenException
                ? Optional.of("correct catalog.credential or catalog.token, or what they may do in the catalog")
                : Optional.empty();
    }

    /** Of a certificate that is not trusted, or is another host's. */
    static Optional<String> ofCertificate(Throwable failure) {
        boolean untrusted = failure instanceof CertificateException
                || failure instanceof CertPathValidatorException
                || failure instanceof SSLPeerUnverifiedException;
        return untrusted
                ? Optional.of(
                        "the server's certificate is not trusted: add its authority to the trust store of the worker's"
                                + " JVM (javax.net.ssl.trustStore), or correct the host in catalog.url or s3.endpoint")
                : Optional.empty();
    }

    private static Optional<String> ofDatabase(SQLException failure) {
        String state = failure.getSQLState();
        if (isSqlState(state)) {
            return Optional.of(with("SQLSTATE " + state, BY_SQL_STATE_CLASS.get(state.substring(0, 2))));
        }
        return isUnusableFile(failure)
                ? Optional.of("SQLite code " + failure.getErrorCode() + ": let the worker's user write to the file of"
                        + " catalog.url, which is catalog.db in catalog.warehouse unless set, or correct these")
                : Optional.empty();
    }

    private static boolean isSqlState(String state) {
        return state != null && state.length() == 5;
    }

    /** Whether what a database answered will not heal by itself. */
    static boolean isSqlStateForAPerson(String state) {
        return isSqlState(state) && BY_SQL_STATE_CLASS.containsKey(state.substring(0, 2));
    }

    private static String with(String code, String remedy) {
        return remedy == null ? code : code + ": " + remedy;
    }

    /** Whether a path will not become usable by itself; a full disk may. */
    static boolean isUnusable(Throwable failure) {
        return failure instanceof AccessDeniedException
                || failure instanceof NotDirectoryException
                || failure instanceof FileAlreadyExistsException
                || failure instanceof NoSuchFileException;
    }

    /** Whether SQLite's file will not become usable by itself. */
    static boolean isUnusableFile(SQLException failure) {
        return failure.getSQLState() == null && SQLITE_FOR_A_PERSON.contains(failure.getErrorCode() & 0xff);
    }
}
