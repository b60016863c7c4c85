package org.wecomarchive.financesdk.nativelib;

import java.time.Duration;
import org.wecomarchive.financesdk.CorpCredentials;

/** The three arguments of every call that goes over the network, as C takes them; {@code ""} is no proxy. */
record NetworkArguments(byte[] proxy, byte[] proxyCredentials, int timeoutSeconds) {

    static NetworkArguments of(CorpCredentials credentials) {
        return new NetworkArguments(
                CString.of(credentials.proxy()),
                CString.of(credentials.proxyCredentials()),
                wholeSeconds(credentials.timeout()));
    }

    /** Rounded up: 0 would be no limit, and 1000 is a thousand seconds, not milliseconds. */
    static int wholeSeconds(Duration timeout) {
        return Math.toIntExact(
                Math.min(Integer.MAX_VALUE, timeout.plusNanos(999_999_999).toSeconds()));
    }
}
