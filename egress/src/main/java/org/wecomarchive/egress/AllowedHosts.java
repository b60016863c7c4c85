package org.wecomarchive.egress;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The hosts and networks that may be called: the entries of {@code network.allowed.hosts}.
 *
 * <ul>
 *   <li>{@code *}, alone: every host; switches the check off.
 *   <li>{@code kafka.corp.example}: exactly this name.
 *   <li>{@code *.corp.example}: every name below the domain, but not the domain itself.
 *   <li>{@code 10.1.0.0/16}, {@code ::1}: these addresses.
 *   <li>{@code private}: hosts that cannot lie on the internet. Addresses: loopback and private networks. Names: of one label,
 *       and below the domains that no public name service has. A search domain or a name service of one's own could still lead
 *       such a name outside, so its addresses are checked too. Link-local addresses are not private: no server of ours has one,
 *       but the metadata service of a cloud does.
 * </ul>
 *
 * <p>A host that an entry names is allowed without a look-up. Any other name is looked up if an entry allows addresses, and then
 * every address of it must be allowed. A name that cannot be looked up is allowed if {@code private} expects it, because such a
 * name leads nowhere either.
 *
 * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc1918">RFC 1918</a>, <a
 * href="https://www.rfc-editor.org/rfc/rfc4193">RFC 4193</a>, <a href="https://www.rfc-editor.org/rfc/rfc6762">RFC 6762</a>
 * (local), <a href="https://www.icann.org/en/board-activities-and-meetings/materials/approved-resolutions-special-meeting-of-the-icann-board-29-07-2024-en">ICANN
 * 2024.07.29.06</a> (internal); svc is where Kubernetes puts its services.
 */
final class AllowedHosts {

    static final String ACCEPTED =
            "private, host names, *.suffix, IP addresses and networks such as 10.1.0.0/16, or * alone";

    private static final String ANY = "*";
    private static final String BELOW = "*.";
    private static final String PRIVATE = "private";
    private static final List<String> PRIVATE_DOMAINS = List.of(".localhost", ".local", ".internal", ".svc");
    private static final List<String> PRIVATE_NETWORKS =
            List.of("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1", "fc00::/7");

    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

    private final List<String> entries;
    private final List<Network> networks;
    private final NameLookup lookup;

    private AllowedHosts(List<String> entries, NameLookup lookup) {
        this.entries = entries;
        this.networks = entries.stream()
                .flatMap(entry -> entry.equals(PRIVATE) ? PRIVATE_NETWORKS.stream() : Stream.of(entry))
                .flatMap(entry -> Network.parse(entry).stream())
                .toList();
        this.lookup = lookup;
    }

    /**
     * Reads the entries.
     *
     * @throws IllegalArgumentException if there is none or one is not of the {@link #ACCEPTED} forms
     */
    static AllowedHosts parse(List<String> entries, NameLookup lookup) {
        List<String> lower = entries.stream()
                .map(entry -> entry.trim().toLowerCase(Locale.ROOT))
                .toList();
        boolean accepted = lower.equals(List.of(ANY)) || lower.stream().allMatch(AllowedHosts::isHostOrNetwork);
        if (lower.isEmpty() || !accepted) {
            throw new IllegalArgumentException("must be " + ACCEPTED);
        }
        return new AllowedHosts(lower, lookup);
    }

    private static boolean isHostOrNetwork(String entry) {
        String name = entry.startsWith(BELOW) ? entry.substring(BELOW.length()) : entry;
        boolean isName = NAME.matcher(name).matches() && !IpLiteral.looksLikeOne(name);
        return isName || Network.parse(entry).isPresent();
    }

    /** Why the host, a name or an address, may not be called; empty if it may. */
    Optional<Refusal> refusal(String host) {
        Optional<InetAddress> literal = IpLiteral.parse(host);
        if (literal.isPresent()) {
            return acceptsAddress(literal.get()) ? Optional.empty() : Optional.of(Refusal.outside("is not in it"));
        }
        if (IpLiteral.looksLikeOne(host)) {
            return Optional.of(Refusal.outside("is a number that not all programs read as the same address: write four"
                    + " decimal numbers without zeros before them, or an IPv6 address"));
        }
        String lower = host.toLowerCase(Locale.ROOT);
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        if (entries.stream().anyMatch(entry -> names(entry, name))) {
            return Optional.empty();
        }
        return networks.isEmpty() ? Optional.of(Refusal.outside("is not in it")) : refusalByAddress(name);
    }

    private static boolean names(String entry, String host) {
        if (entry.startsWith(BELOW)) {
            return host.endsWith(entry.substring(1)) && host.length() >= entry.length();
        }
        return entry.equals(ANY) || (entry.equals(host) && !entry.equals(PRIVATE));
    }

    private Optional<Refusal> refusalByAddress(String name) {
        List<InetAddress> addresses = lookup.addresses(name);
        if (addresses.isEmpty()) {
            return entries.contains(PRIVATE) && isPrivate(name)
                    ? Optional.empty()
                    : Optional.of(Refusal.unresolved("is not in it by name, and it cannot be looked up"));
        }
        return addresses.stream().allMatch(this::acceptsAddress)
                ? Optional.empty()
                : Optional.of(Refusal.outside("is not in it by name, and it has an address outside"));
    }

    private static boolean isPrivate(String name) {
        return name.indexOf('.') < 0 || PRIVATE_DOMAINS.stream().anyMatch(name::endsWith);
    }

    private boolean acceptsAddress(InetAddress address) {
        return entries.contains(ANY) || networks.stream().anyMatch(network -> network.contains(address));
    }
}
