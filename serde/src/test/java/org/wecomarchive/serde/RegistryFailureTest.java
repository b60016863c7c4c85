package org.wecomarchive.serde;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RegistryFailureTest {

    @ParameterizedTest
    @CsvSource({
        "404, 40401, NOT_FOUND",
        "404, 40402, NOT_FOUND",
        "404, 40403, NOT_FOUND",
        // A wrong path of the address: no code of the registry's.
        "404, 404, REFUSED",
        "404, 50005, REFUSED",
        "401, 401, REFUSED",
        "401, 40101, REFUSED",
        "403, 40301, REFUSED",
        "409, 409, REFUSED",
        "422, 42201, REFUSED",
        "408, 408, UNAVAILABLE",
        "429, 429, UNAVAILABLE",
        "500, 50001, UNAVAILABLE",
        "500, 50005, UNAVAILABLE",
        "503, 40403, UNAVAILABLE",
    })
    void classifiesAnswersByTheirCodes(int status, int errorCode, RegistryFailure expected) {
        assertThat(RegistryFailure.classify(new RestClientException("40403 unauthorized", status, errorCode)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("passing")
    void takesEveryTroubleOnTheWayForPassing(IOException failure) {
        assertThat(RegistryFailure.classify(failure)).isEqualTo(RegistryFailure.UNAVAILABLE);
    }

    static Stream<IOException> passing() {
        return Stream.of(
                new ConnectException("refused"),
                new SocketTimeoutException("slow"),
                new UnknownHostException("registry"),
                new EOFException(),
                new JsonParseException("a proxy's page"),
                new SSLHandshakeException("Remote host terminated the handshake"));
    }

    @ParameterizedTest
    @MethodSource("untrusted")
    void takesAnUntrustedCertificateForAMistake(Exception cause) {
        IOException failure = (IOException) new SSLHandshakeException("failed").initCause(cause);

        assertThat(RegistryFailure.classify(failure)).isEqualTo(RegistryFailure.REFUSED);
    }

    static Stream<Exception> untrusted() {
        return Stream.of(
                new CertificateException("no subject alternative name"), new CertPathValidatorException("expired"));
    }
}
