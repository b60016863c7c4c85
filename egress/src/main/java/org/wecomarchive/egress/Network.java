package org.wecomarchive.egress;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/**
 * All addresses that share their first bits: {@code 10.1.0.0/16}, {@code fd00::/8}, or one address.
 *
 * @param base any address of the network
 * @param bits how many bits count, 0 to 32 (IPv6: 128)
 */
record Network(InetAddress base, int bits) {

    /** The network that the text names; empty if the text is of another form. */
    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return IpLiteral.parse(text).map(address -> new Network(address, width(address)));
        }
        String bits = text.substring(slash + 1);
        if (!bits.matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        return IpLiteral.parse(text.substring(0, slash))
                .map(address -> new Network(address, Integer.parseInt(bits)))
                .filter(network -> network.bits <= width(network.base));
    }

    boolean contains(InetAddress address) {
        return width(address) == width(base) && prefix(address).equals(prefix(base));
    }

    private BigInteger prefix(InetAddress address) {
        return new BigInteger(1, address.getAddress()).shiftRight(width(address) - bits);
    }

    private static int width(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }
}
