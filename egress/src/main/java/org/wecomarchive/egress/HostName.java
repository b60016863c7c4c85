package org.wecomarchive.egress;

import java.net.InetAddress;

/**
 * Exactly one name, for example {@code kafka.corp.example}.
 *
 * @param name lower case
 */
record HostName(String name) implements HostRule {

    @Override
    public boolean acceptsName(String candidate) {
        return candidate.equals(name);
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
