package org.wecomarchive.serde;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What a failed call to the registry means, decided by type and code, never by text. */
enum RegistryFailure {
    /** Passes by itself: no connection, a time-out, HTTP 408, 429, 5xx, an answer that is not the registry's. */
    UNAVAILABLE,
    /** The registry has no such subject, version or schema: HTTP 404 with one of its own error codes. */
    NOT_FOUND,
    /** Somebody must correct something: credentials, certificates, addresses, compatibility. */
    REFUSED;

    /** Subject, version and schema not found: https://docs.confluent.io/platform/current/schema-registry/develop/api.html */
    private static final Set<Integer> NOT_FOUND_CODES = Set.of(40401, 40402, 40403);

    /** @param failure an answer of the registry, or that there was none */
    static RegistryFailure classify(Exception failure) {
        if (failure instanceof RestClientException answer) {
            return classify(answer.getStatus(), answer.getErrorCode());
        }
        // A certificate that is not trusted stays so; every other trouble on the way passes.
        return causes(failure).anyMatch(GeneralSecurityException.class::isInstance) ? REFUSED : UNAVAILABLE;
    }

    private static RegistryFailure classify(int status, int errorCode) {
        if (status == 404 && NOT_FOUND_CODES.contains(errorCode)) {
            return NOT_FOUND;
        }
        return status == 408 || status == 429 || status >= 500 ? UNAVAILABLE : REFUSED;
    }

    /** The failure and its causes, outermost first. */
    static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
