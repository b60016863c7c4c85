package org.wecomarchive.egress;

import java.net.InetAddress;

/** {@code *}: switches the check off. */
record AnyHost() implements HostRule {

    @Override
    public boolean acceptsName(String name) {
        return true;
    }

    @Override
    public boolean expectsName(String name) {
        return true;
    }

    @Override
    public boolean acceptsAddress(InetAddress address) {
        return true;
    }

    @Override
    public boolean readsAddresses() {
        return false;
    }
}
