package org.wecomarchive.egress;

import java.net.InetAddress;

/**
 * Every name below a domain, but not the domain itself: {@code *.corp.example}.
 *
 * @param suffix lower case, with the dot at its beginning
 */
record HostSuffix(String suffix) implements HostRule {

    @Override
    public boolean acceptsName(String candidate) {
        return candidate.endsWith(suffix) && candidate.length() > suffix.length();
    }

    @Override
    public boolean expectsName(String candidate) {
        return false;
    }

    @Override
    public boolean acceptsAddress(InetAddress address) {
        return false;
    }

    @Override
    public boolean readsAddresses() {
        return false;
    }
}
