package org.wecomarchive.serde;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.security.GeneralSecurityException;
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

    static RegistryFailure classify(RestClientException answer) {
        int status = answer.getStatus();
        if (status == 404 && NOT_FOUND_CODES.contains(answer.getErrorCode())) {
            return NOT_FOUND;
        }
        return status == 408 || status == 429 || status >= 500 ? UNAVAILABLE : REFUSED;
    }

    /** A certificate that is not trusted stays so; every other trouble on the way passes. */
    static RegistryFailure classify(IOException noAnswer) {
        boolean untrusted = Stream.<Throwable>iterate(noAnswer, cause -> cause != null, Throwable::getCause)
                .anyMatch(GeneralSecurityException.class::isInstance);
        return untrusted ? REFUSED : UNAVAILABLE;
    }
}
