package org.wecomarchive.egress;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hosts and networks that may be called.
 *
 * <p>A name that a rule names is allowed without a look-up. Any other name is looked up, but only where a rule is about
 * addresses, and every one of its addresses must be allowed; a name that cannot be looked up is allowed if {@code private}
 * expects it, because then it leads nowhere either.
 */
final class AllowedHosts {

    static final String ACCEPTED =
            "private, host names, *.suffix, IP addresses and networks such as 10.1.0.0/16, or * alone";

    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

    private final List<HostRule> rules;
    private final NameLookup lookup;

    private AllowedHosts(List<HostRule> rules, NameLookup lookup) {
        this.rules = List.copyOf(rules);
        this.lookup = lookup;
    }

    /**
     * Reads the entries.
     *
     * @throws IllegalArgumentException if there is none or one is not of the {@link #ACCEPTED} forms
     */
    static AllowedHosts parse(List<String> entries, NameLookup lookup) {
        List<HostRule> rules = entries.stream().map(AllowedHosts::rule).toList();
        boolean any = rules.stream().anyMatch(AnyHost.class::isInstance);
        if (rules.isEmpty() || (any && rules.size() > 1)) {
            throw new IllegalArgumentException("must be " + ACCEPTED);
        }
        return new AllowedHosts(rules, lookup);
    }

    private static HostRule rule(String entry) {
        String text = entry.trim().toLowerCase(Locale.ROOT);
        if (text.equals("*")) {
            return new AnyHost();
        }
        if (text.equals("private")) {
            return new PrivateHosts();
        }
        if (text.startsWith("*.") && isName(text.substring(2))) {
            return new HostSuffix(text.substring(1));
        }
        Optional<Network> network = Network.parse(text);
        if (network.isPresent()) {
            return network.get();
        }
        if (!isName(text)) {
            throw new IllegalArgumentException("must be " + ACCEPTED);
        }
        return new HostName(text);
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches() && !IpLiteral.looksLikeOne(text);
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
        if (rules.stream().anyMatch(rule -> rule.acceptsName(name))) {
            return Optional.empty();
        }
        if (rules.stream().noneMatch(HostRule::readsAddresses)) {
            return Optional.of(Refusal.outside("is not in it"));
        }
        return refusalByAddress(name);
    }

    private Optional<Refusal> refusalByAddress(String name) {
        List<InetAddress> addresses = lookup.addresses(name);
        if (addresses.isEmpty()) {
            return rules.stream().anyMatch(rule -> rule.expectsName(name))
                    ? Optional.empty()
                    : Optional.of(Refusal.unresolved("is not in it by name, and it cannot be looked up"));
        }
        return addresses.stream().allMatch(this::acceptsAddress)
                ? Optional.empty()
                : Optional.of(Refusal.outside("is not in it by name, and it has an address outside"));
    }

    private boolean acceptsAddress(InetAddress address) {
        return rules.stream().anyMatch(rule -> rule.acceptsAddress(address));
    }
}
