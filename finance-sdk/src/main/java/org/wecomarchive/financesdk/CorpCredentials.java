package org.wecomarchive.financesdk;

import java.time.Duration;
import java.util.Objects;

/**
 * What a session needs to speak for a corp.
 *
 * @param corpId for example {@code ww1234567890abcdef}
 * @param secret secret of the corp's archive application
 * @param proxy {@code http://host:port} or {@code socks5://host:port}; empty for none
 * @param proxyCredentials {@code user:password} for the proxy; empty for none
 * @param timeout limit of one native call; the library counts whole seconds, so it is rounded up
 */
public record CorpCredentials(String corpId, String secret, String proxy, String proxyCredentials, Duration timeout) {

    public CorpCredentials {
        requireText(corpId, "corpId");
        requireText(secret, "secret");
        refuseNul(corpId, "corpId");
        refuseNul(secret, "secret");
        refuseNul(Objects.requireNonNull(proxy, "proxy is null"), "proxy");
        refuseNul(Objects.requireNonNull(proxyCredentials, "proxyCredentials is null"), "proxyCredentials");
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("timeout must be at least 1 s: " + timeout);
        }
    }

    private static void requireText(String value, String name) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(name + " is empty");
        }
    }

    /** The library takes C strings: a NUL would silently cut the value short. */
    private static void refuseNul(String value, String name) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(name + " contains a NUL character");
        }
    }

    /** The corp alone: the rest is secret. */
    @Override
    public String toString() {
        return "CorpCredentials[corpId=" + corpId + "]";
    }
}
