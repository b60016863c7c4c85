package org.wecomarchive.sinkiceberg.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.recovery.RedactedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class SinkFailuresTest {

    @ParameterizedTest
    @MethodSource
    void classifiesByTypeAndStatus(Throwable failure, FailureClass expected) {
        assertThat(SinkFailures.classify(failure).failureClass()).isEqualTo(expected);
    }

    static Stream<Arguments> classifiesByTypeAndStatus() {
        return Stream.of(
                Arguments.of(new CommitFailedException("others"), FailureClass.TRANSIENT),
                Arguments.of(new CommitStateUnknownException(new IOException()), FailureClass.TRANSIENT),
                Arguments.of(new ServiceUnavailableException("503"), FailureClass.TRANSIENT),
                Arguments.of(new ServiceFailureException("500"), FailureClass.TRANSIENT),
                Arguments.of(new UncheckedIOException(new IOException()), FailureClass.TRANSIENT),
                Arguments.of(new RuntimeIOException(new IOException(), "disk"), FailureClass.TRANSIENT),
                Arguments.of(new UncheckedSQLException(new SQLException(), "down"), FailureClass.TRANSIENT),
                Arguments.of(
                        new UncheckedSQLException(new SQLTransientConnectionException(), "down"),
                        FailureClass.TRANSIENT),
                Arguments.of(
                        new UncheckedSQLException(new SQLNonTransientConnectionException(), "refused"),
                        FailureClass.TRANSIENT),
                Arguments.of(
                        new UncheckedSQLException(new SQLSyntaxErrorException(), "no table"), FailureClass.OPERATOR),
                Arguments.of(new SQLException("no password", "28P01"), FailureClass.OPERATOR),
                Arguments.of(new SQLException("no database", "3D000"), FailureClass.OPERATOR),
                Arguments.of(new SQLException("no right", "42501"), FailureClass.OPERATOR),
                Arguments.of(new SQLException("shut down", "57P01"), FailureClass.TRANSIENT),
                Arguments.of(new SQLException("connection lost", "08006"), FailureClass.TRANSIENT),
                Arguments.of(new SQLException("cannot open", null, 14), FailureClass.OPERATOR),
                Arguments.of(new SQLException("busy", null, 5), FailureClass.TRANSIENT),
                Arguments.of(untrusted(), FailureClass.OPERATOR),
                Arguments.of(new UncheckedIOException(new AccessDeniedException("/cold")), FailureClass.OPERATOR),
                Arguments.of(new UncheckedIOException(new NoSuchFileException("/proc/cold")), FailureClass.OPERATOR),
                Arguments.of(new UncheckedIOException(new FileSystemException("/cold")), FailureClass.TRANSIENT),
                Arguments.of(s3(503), FailureClass.TRANSIENT),
                Arguments.of(s3(429), FailureClass.TRANSIENT),
                Arguments.of(s3(403), FailureClass.OPERATOR),
                Arguments.of(s3(404), FailureClass.OPERATOR),
                Arguments.of(SdkClientException.create("no route"), FailureClass.TRANSIENT),
                Arguments.of(new TimeoutException(), FailureClass.TRANSIENT),
                Arguments.of(new TopicAuthorizationException("events"), FailureClass.OPERATOR),
                Arguments.of(new SaslAuthenticationException("no"), FailureClass.OPERATOR),
                Arguments.of(new NotAuthorizedException("401"), FailureClass.OPERATOR),
                Arguments.of(new ForbiddenException("403"), FailureClass.OPERATOR),
                Arguments.of(new NotFoundException("a file"), FailureClass.OPERATOR),
                Arguments.of(new NoSuchTableException("dropped"), FailureClass.FATAL),
                Arguments.of(new ValidationException("refused"), FailureClass.FATAL),
                Arguments.of(new IllegalStateException("Table UUID does not match"), FailureClass.FATAL),
                Arguments.of(new FatalSinkException("because", redacted()), FailureClass.FATAL));
    }

    @Test
    void theTaskStopsForGoodUnlessARestartMayHelp() {
        RuntimeException unwritten = new DeadLetterFailedException(RedactedException.of(new TimeoutException()));
        RuntimeException unknown = new IllegalStateException("s3cret", new IOException("s3cret"));

        assertThat(SinkFailures.classify(unwritten).failureClass()).isEqualTo(FailureClass.FATAL);
        assertThat(SinkFailures.stop(unwritten)).isSameAs(unwritten).isNotInstanceOf(FatalSinkException.class);
        assertThat(SinkFailures.stop(unknown))
                .isInstanceOf(FatalSinkException.class)
                .hasMessage("IllegalStateException by IOException")
                .matches(RedactedException::mayBeShown)
                .extracting(shown -> RedactedException.of(shown).trace())
                .asString()
                .doesNotContain("s3cret");
    }

    @Test
    void ofACauseTheFirstKnownTypeDecides() {
        RuntimeException wrapped = new IllegalArgumentException(new RuntimeException(s3(503)));

        assertThat(SinkFailures.classify(wrapped).failureClass()).isEqualTo(FailureClass.TRANSIENT);
    }

    @Test
    void namesForeignFailuresByTypeOnly() {
        RuntimeException secretive = new UncheckedSQLException(new SQLException("password=1234"), "user=1234");

        assertThat(SinkFailures.describe(secretive)).isEqualTo("UncheckedSQLException by SQLException");
    }

    @ParameterizedTest
    @MethodSource
    void saysWithTheCodeOrThePathWhatToCorrect(Throwable failure, String... parts) {
        assertThat(SinkFailures.describe(failure)).contains(parts).doesNotContain("s3cret");
    }

    static Stream<Arguments> saysWithTheCodeOrThePathWhatToCorrect() {
        return Stream.of(
                Arguments.of(
                        new UncheckedSQLException(new SQLException("s3cret", "28P01"), "s3cret"),
                        new String[] {"SQLSTATE 28P01", "catalog.user", "catalog.password"}),
                Arguments.of(new SQLException("s3cret", "3D000"), new String[] {"SQLSTATE 3D000", "catalog.url"}),
                Arguments.of(new SQLException("s3cret", "42501"), new String[] {"SQLSTATE 42501", "catalog.user"}),
                Arguments.of(new SQLException("s3cret", "08006"), new String[] {"SQLSTATE 08006"}),
                Arguments.of(
                        new SQLException("s3cret", null, 14), new String[] {"SQLite code 14", "catalog.warehouse"}),
                Arguments.of(
                        new UncheckedIOException(new AccessDeniedException("/cold", null, "s3cret")),
                        new String[] {"/cold", "catalog.warehouse"}),
                Arguments.of(s3(403), new String[] {"status 403", "s3.access-key-id", "s3.secret-access-key"}),
                Arguments.of(s3(404), new String[] {"status 404", "catalog.warehouse", "s3.endpoint"}),
                Arguments.of(untrusted(), new String[] {"certificate", "javax.net.ssl.trustStore"}),
                Arguments.of(
                        new NotAuthorizedException("s3cret"), new String[] {"catalog.credential", "catalog.token"}));
    }

    @Test
    void theReasonStaysTheSameWhenTheSentenceHasAnotherFigure() {
        Failure one = SinkFailures.classify(new FatalSinkException("offset 1", redacted()));
        Failure other = SinkFailures.classify(new FatalSinkException("offset 2", redacted()));

        assertThat(one.reason()).isEqualTo(other.reason()).isEqualTo("FatalSinkException by RedactedException");
        assertThat(other.sentence()).isEqualTo("offset 2");
    }

    @Test
    void theReasonHasTheCodeOfTheServer() {
        RuntimeException database = new UncheckedSQLException(new SQLException("no", "57P01"), "down");
        RuntimeException storage = new UncheckedIOException(new IOException(s3(503)));

        assertThat(SinkFailures.classify(database).reason()).isEqualTo("UncheckedSQLException by SQLException 57P01");
        assertThat(SinkFailures.classify(storage).reason()).isEqualTo("UncheckedIOException by IOException 503");
    }

    /** As S3's client and PostgreSQL's driver report it. */
    private static Throwable untrusted() {
        SSLHandshakeException handshake = new SSLHandshakeException("s3cret");
        handshake.initCause(new CertificateException("s3cret"));
        return SdkClientException.create("s3cret", handshake);
    }

    private static RedactedException redacted() {
        return RedactedException.of(new IOException());
    }

    private static Throwable s3(int status) {
        return S3Exception.builder().statusCode(status).build();
    }
}
