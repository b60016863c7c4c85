package org.wecomarchive.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Asks the name service. */
@FunctionalInterface
interface NameLookup {

    /** Every address of the name; empty if it has none, or nobody answers. */
    List<InetAddress> addresses(String name);

    /** The name service of the machine. */
    static NameLookup system() {
        return name -> {
            try {
                return List.of(InetAddress.getAllByName(name));
            } catch (UnknownHostException unknown) {
                return List.of();
            }
        };
    }
}
