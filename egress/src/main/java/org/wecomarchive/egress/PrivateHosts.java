package org.wecomarchive.egress;

import java.net.InetAddress;
import java.util.List;

/**
 * {@code private}: what cannot lie on the internet.
 *
 * <p>Addresses: loopback and private networks. Names: of one label, and below the domains that no public name service has;
 * a search domain or a name service of one's own could still lead them outside, so their addresses are looked at too.
 * Link-local addresses are left out: no server of ours has one, but the metadata service of a cloud does.
 *
 * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc1918">RFC 1918</a>, <a
 * href="https://www.rfc-editor.org/rfc/rfc4193">RFC 4193</a>, <a href="https://www.rfc-editor.org/rfc/rfc6762">RFC 6762</a>
 * (local), <a href="https://www.icann.org/en/board-activities-and-meetings/materials/approved-resolutions-special-meeting-of-the-icann-board-29-07-2024-en">ICANN
 * 2024.07.29.06</a> (internal); svc is where Kubernetes puts its services.
 */
record PrivateHosts() implements HostRule {

    private static final List<String> DOMAINS = List.of(".localhost", ".local", ".internal", ".svc");

    private static final List<Network> NETWORKS = List.of(
            network("127.0.0.0/8"),
            network("10.0.0.0/8"),
            network("172.16.0.0/12"),
            network("192.168.0.0/16"),
            network("::1"),
            network("fc00::/7"));

    private static Network network(String text) {
        return Network.parse(text).orElseThrow();
    }

    @Override
    public boolean acceptsName(String name) {
        return false;
    }

    @Override
    public boolean expectsName(String name) {
        return name.indexOf('.') < 0 || DOMAINS.stream().anyMatch(name::endsWith);
    }

    @Override
    public boolean acceptsAddress(InetAddress address) {
        return NETWORKS.stream().anyMatch(network -> network.acceptsAddress(address));
    }

    @Override
    public boolean readsAddresses() {
        return true;
    }
}
