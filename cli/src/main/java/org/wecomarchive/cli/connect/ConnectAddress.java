package org.wecomarchive.cli.connect;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where Connect takes REST calls, and as whom.
 *
 * @param username for basic authentication; empty for none
 * @param password a secret
 */
public record ConnectAddress(URI url, String username, String password) {

    /** Value of the HTTP header, a secret. */
    Optional<String> authorization() {
        byte[] credentials = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return username.isEmpty()
                ? Optional.empty()
                : Optional.of("Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "ConnectAddress[" + url + "]";
    }
}
