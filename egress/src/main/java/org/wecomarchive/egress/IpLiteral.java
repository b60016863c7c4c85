package org.wecomarchive.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses written as numbers, in the one form that every program reads in the same way; never asks a name service.
 *
 * <p>Other forms do not agree: Java reads 010.8.8.8 as 10.8.8.8 and C's {@code inet_aton}, with which the vendor's library
 * reads, as 8.8.8.8; for one of them 10.1.2 is a name and for the other 10.1.0.2.
 *
 * <p>Source: <a href="https://url.spec.whatwg.org/#ends-in-a-number-checker">URL standard</a>, <a
 * href="https://www.rfc-editor.org/rfc/rfc3696#section-2">RFC 3696</a>: no top-level domain is a number.
 */
final class IpLiteral {

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    /** Groups are counted by whoever reads it. */
    private static final Pattern V6 =
            Pattern.compile("([0-9a-fA-F]{0,4}:){2,8}([0-9a-fA-F]{0,4}|" + V4.pattern() + ")");

    private static final Pattern NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.*|.*:.*");

    private IpLiteral() {}

    /** Whether a text is an address, or some program could take it for one: what comes last in it is a number. */
    static boolean looksLikeOne(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** The address, empty if the text is not one. A zone ({@code %eth0}) is left out of account. */
    static Optional<InetAddress> parse(String text) {
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        if (!V4.matcher(bare).matches() && !V6.matcher(bare).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(bare));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }
}
