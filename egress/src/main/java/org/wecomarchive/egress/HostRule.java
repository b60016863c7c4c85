package org.wecomarchive.egress;

import java.net.InetAddress;

/** One entry of {@code network.allowed.hosts}. Names are lower case, without a dot at their end. */
sealed interface HostRule permits AnyHost, HostName, HostSuffix, Network, PrivateHosts {

    /** Whether a host of this name is allowed wherever it is. */
    boolean acceptsName(String name);

    /** Whether a host of this name is allowed as long as it has no address outside. */
    boolean expectsName(String name);

    /** Whether a host at this address is allowed. */
    boolean acceptsAddress(InetAddress address);

    /** Whether the addresses of a name may decide. */
    boolean readsAddresses();
}
