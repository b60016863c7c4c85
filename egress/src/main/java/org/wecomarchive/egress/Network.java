package org.wecomarchive.egress;

import java.net.InetAddress;
import java.util.Optional;

/**
 * All addresses that share their first bits: {@code 10.1.0.0/16}, {@code fd00::/8}, or one address.
 *
 * @param base any address of the network
 * @param bits how many bits count, 0 to 32 or 128
 */
record Network(InetAddress base, int bits) implements HostRule {

    Network {
        if (bits < 0 || bits > base.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("a network has 0 to 32 (IPv6: 128) bits, not " + bits);
        }
    }

    /** The network that the text tells, empty if it is not one. */
    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return IpLiteral.parse(text).map(address -> new Network(address, address.getAddress().length * Byte.SIZE));
        }
        String bits = text.substring(slash + 1);
        if (!bits.matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        return IpLiteral.parse(text.substring(0, slash))
                .filter(address -> Integer.parseInt(bits) <= address.getAddress().length * Byte.SIZE)
                .map(address -> new Network(address, Integer.parseInt(bits)));
    }

    @Override
    public boolean acceptsName(String name) {
        return false;
    }

    @Override
    public boolean expectsName(String name) {
        return false;
    }

    @Override
    public boolean acceptsAddress(InetAddress address) {
        byte[] ours = base.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean readsAddresses() {
        return true;
    }
}
