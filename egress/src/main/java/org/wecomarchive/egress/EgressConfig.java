package org.wecomarchive.egress;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * The setting {@code network.allowed.hosts}, the same for every application that calls others, and its check.
 *
 * <p>The check guards against mistakes and is no firewall: it looks at what is configured, once, and not at where a name
 * leads later nor at the addresses that brokers advertise. WeCom's own host is not checked: the vendor's library has it
 * built in.
 */
public final class EgressConfig {

    public static final String ALLOWED_HOSTS = "network.allowed.hosts";

    private EgressConfig() {}

    /** Adds the key to a definition and returns it. */
    public static ConfigDef define(ConfigDef definition) {
        return definition.define(
                ALLOWED_HOSTS,
                ConfigDef.Type.LIST,
                "private",
                ConfigDef.LambdaValidator.with(EgressConfig::ensureValid, () -> AllowedHosts.ACCEPTED),
                ConfigDef.Importance.MEDIUM,
                "Where configured endpoints may lie: private (loopback and private networks, names of one label and below"
                        + " localhost, local, internal and svc), host names, *.suffix, IP addresses and networks, or * alone"
                        + " for anywhere.");
    }

    /**
     * Checks every endpoint of the settings, also for credentials, which belong elsewhere; may ask the name service.
     *
     * @param settings values as texts or lists; {@link #ALLOWED_HOSTS} among them, or its default counts
     * @return the refused settings, each with one sentence that quotes a host at most
     * @throws ConfigException if {@link #ALLOWED_HOSTS} itself is wrong
     */
    public static Map<String, String> refusals(Map<String, ?> settings) {
        return refusals(settings, Set.of());
    }

    /**
     * As {@link #refusals(Map)}, with settings that hold endpoints although their names do not tell.
     *
     * @param others names of such settings; they need not be set
     */
    public static Map<String, String> refusals(Map<String, ?> settings, Set<String> others) {
        return refusals(settings, others, NameLookup.system());
    }

    /**
     * As {@link #refusals(Map)}, for a program that is about to call these endpoints.
     *
     * @throws RefusedEndpointsException if one lies outside
     * @throws UnresolvedEndpointsException if none is known to lie outside, but a name cannot be looked up now
     */
    public static void requireAllowed(Map<String, ?> settings) {
        requireAllowed(settings, Set.of());
    }

    /** As {@link #requireAllowed(Map)}, with settings as for {@link #refusals(Map, Set)}. */
    public static void requireAllowed(Map<String, ?> settings, Set<String> others) {
        requireAllowed(settings, others, NameLookup.system());
    }

    static void requireAllowed(Map<String, ?> settings, Set<String> others, NameLookup lookup) {
        Map<String, Refusal> refused = check(settings, others, lookup);
        Collection<String> outside = reasons(refused, Refusal.Kind.OUTSIDE);
        if (!outside.isEmpty()) {
            throw new RefusedEndpointsException(outside);
        }
        if (!refused.isEmpty()) {
            throw new UnresolvedEndpointsException(reasons(refused, Refusal.Kind.UNRESOLVED));
        }
    }

    private static Collection<String> reasons(Map<String, Refusal> refused, Refusal.Kind kind) {
        return refused.values().stream()
                .filter(refusal -> refusal.kind() == kind)
                .map(Refusal::reason)
                .toList();
    }

    static Map<String, String> refusals(Map<String, ?> settings, Set<String> others, NameLookup lookup) {
        Map<String, String> sentences = new TreeMap<>();
        check(settings, others, lookup).forEach((setting, refusal) -> sentences.put(setting, refusal.reason()));
        return sentences;
    }

    /** Of each setting the first refusal, with a whole sentence; one that is certain comes before one that is not. */
    private static Map<String, Refusal> check(Map<String, ?> settings, Set<String> others, NameLookup lookup) {
        AllowedHosts allowed = AllowedHosts.parse(entries(settings), lookup);
        Map<String, Refusal> refused = new TreeMap<>();
        for (Endpoint endpoint : Endpoint.in(settings, others)) {
            refusal(endpoint, allowed)
                    .ifPresent(refusal -> refused.merge(
                            endpoint.setting(),
                            refusal,
                            (first, next) -> first.kind() == Refusal.Kind.OUTSIDE ? first : next));
        }
        return refused;
    }

    private static Optional<Refusal> refusal(Endpoint endpoint, AllowedHosts allowed) {
        if (endpoint.host().equals(Endpoint.UNREADABLE)) {
            return Optional.of(
                    Refusal.outside(endpoint.setting() + " names no host that " + ALLOWED_HOSTS + " could allow."));
        }
        return allowed.refusal(endpoint.host())
                .map(refusal -> new Refusal(refusal.kind(), sentence(endpoint, refusal)))
                .or(() -> refusalOfCredentials(endpoint));
    }

    private static Optional<Refusal> refusalOfCredentials(Endpoint endpoint) {
        return endpoint.hasCredentials()
                ? Optional.of(Refusal.outside(
                        endpoint.setting() + " must hold no user and no password, which logs would show:"
                                + " there are settings for them."))
                : Optional.empty();
    }

    private static String sentence(Endpoint endpoint, Refusal refusal) {
        String leads = refusal.kind() == Refusal.Kind.OUTSIDE ? " leads outside " : " may lead outside ";
        return endpoint.setting() + leads + ALLOWED_HOSTS + ": the host " + endpoint.host() + " " + refusal.reason()
                + ".";
    }

    private static List<String> entries(Map<String, ?> settings) {
        @SuppressWarnings("unchecked") // The type of the key.
        List<String> entries =
                (List<String>) define(new ConfigDef()).parse(settings).get(ALLOWED_HOSTS);
        return entries;
    }

    private static void ensureValid(String name, Object value) {
        @SuppressWarnings("unchecked") // The type of the key.
        List<String> entries = (List<String>) value;
        try {
            AllowedHosts.parse(entries, unused -> List.of());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name + " " + e.getMessage());
        }
    }
}
