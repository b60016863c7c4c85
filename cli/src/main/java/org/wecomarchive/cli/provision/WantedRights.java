package org.wecomarchive.cli.provision;

import static org.wecomarchive.cli.provision.Difference.MISSING;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.wecomarchive.cli.provision.Difference.Kind;

/**
 * The rights that a site should have, compared with those it has.
 *
 * <p>A right counts as there only if the brokers have that very one: a wider one, such as {@code all} or a prefix, is named as
 * not in the file, and never taken away.
 *
 * @param byRole every right, with the roles that need it
 * @param prefix what the names of the pipeline's topics start with, without the dot: rights of others in them are named
 */
public record WantedRights(Map<AclBinding, Set<String>> byRole, String prefix) {

    private static final String ANY = "*";

    public WantedRights {
        byRole = Map.copyOf(byRole);
    }

    /** Compares; in the order of principals, resources and operations. */
    public List<Difference> compare(Collection<AclBinding> existing) {
        List<Difference> differences = new ArrayList<>();
        byRole.keySet().stream()
                .filter(right -> !existing.contains(right))
                .sorted(order())
                .forEach(right -> differences.add(difference(right)));
        Set<String> principals =
                byRole.keySet().stream().map(right -> right.entry().principal()).collect(Collectors.toSet());
        existing.stream()
                .filter(right -> !byRole.containsKey(right))
                .filter(right -> principals.contains(right.entry().principal()) || coversATopic(right.pattern()))
                .sorted(order())
                .forEach(right -> differences.add(Difference.unlisted(
                        right.entry().principal(), text(right), permission(right) + " from " + host(right))));
        return List.copyOf(differences);
    }

    Difference difference(AclBinding right) {
        String roles = byRole.get(right).stream().sorted().collect(Collectors.joining(", "));
        return new Difference(
                Kind.GRANT, right.entry().principal(), text(right), MISSING, permission(right), "role " + roles);
    }

    private boolean coversATopic(ResourcePattern pattern) {
        if (pattern.resourceType() != ResourceType.TOPIC) {
            return false;
        }
        String name = pattern.name();
        String start = prefix + ".";
        return pattern.patternType() == PatternType.PREFIXED
                ? name.startsWith(start) || start.startsWith(name)
                : name.startsWith(start) || name.equals(ANY);
    }

    private static Comparator<AclBinding> order() {
        return Comparator.comparing((AclBinding right) -> right.entry().principal())
                .thenComparing(WantedRights::resource)
                .thenComparing(right -> right.entry().operation());
    }

    private static String text(AclBinding right) {
        return lower(right.entry().operation()) + " on " + resource(right);
    }

    private static String resource(AclBinding right) {
        ResourcePattern pattern = right.pattern();
        String prefixed = pattern.patternType() == PatternType.PREFIXED ? "prefix " : "";
        return lower(pattern.resourceType()) + " " + prefixed + pattern.name();
    }

    private static String permission(AclBinding right) {
        return right.entry().permissionType() == AclPermissionType.DENY ? "denied" : "allowed";
    }

    private static String host(AclBinding right) {
        return right.entry().host().equals(ANY) ? "any host" : right.entry().host();
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
