package org.wecomarchive.provisioning;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The least rights of each module as {@code deploy/acls.yaml} lists them.
 *
 * <p>Shape of the file: {@code roles}, a map from a role to its rights; see {@link Right}. Unknown fields are refused.
 *
 * @param roles rights by role
 */
public record AclCatalog(Map<String, List<Right>> roles) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-zA-Z.]+)}");

    /**
     * What may be done with a resource, in the words of Kafka.
     *
     * @param resource {@code topic}, {@code group} or {@code transactional_id}
     * @param name of the resource, with <code>${…}</code> for what a site chooses
     * @param pattern {@code literal} or {@code prefixed}
     * @param operations such as {@code read}, {@code describe_configs}
     */
    public record Right(ResourceType resource, String name, PatternType pattern, List<AclOperation> operations) {
        public Right {
            if (resource == null || name == null || pattern == null || operations == null) {
                throw new IllegalArgumentException("a right needs the fields resource, name, pattern and operations");
            }
            operations = List.copyOf(operations);
            if (operations.isEmpty()) {
                throw new IllegalArgumentException("a right needs operations: " + name);
            }
        }
    }

    public AclCatalog {
        if (roles == null) {
            throw new IllegalArgumentException("the file needs the field roles");
        }
        roles = Map.copyOf(roles);
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it cannot be read or is not of the shape above
     */
    public static AclCatalog load(Path aclsYaml) throws IOException {
        ObjectMapper yaml = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .build();
        try (Reader reader = Files.newBufferedReader(aclsYaml, StandardCharsets.UTF_8)) {
            return yaml.readValue(reader, AclCatalog.class);
        }
    }

    /**
     * What a broker has to know so that the principal has the rights of the role.
     *
     * @param names values of the placeholders
     * @throws IllegalArgumentException for an unknown role or placeholder
     */
    public List<AclBinding> bindings(String role, String principal, Map<String, String> names) {
        return rights(role).stream()
                .flatMap(right -> bindings(right, principal, names))
                .toList();
    }

    /**
     * The names that a role leaves to the site, as {@link #bindings} asks for them.
     *
     * @throws IllegalArgumentException for an unknown role
     */
    public Set<String> placeholders(String role) {
        return rights(role).stream()
                .flatMap(right -> PLACEHOLDER.matcher(right.name()).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Right> rights(String role) {
        List<Right> rights = roles.get(role);
        if (rights == null) {
            throw new IllegalArgumentException("no role " + role + " in the catalog");
        }
        return rights;
    }

    private static Stream<AclBinding> bindings(Right right, String principal, Map<String, String> names) {
        ResourcePattern resource = new ResourcePattern(right.resource(), filled(right.name(), names), right.pattern());
        return right.operations().stream()
                .map(operation -> new AclBinding(
                        resource, new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)));
    }

    private static String filled(String text, Map<String, String> names) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            String value = names.get(found.group(1));
            if (value == null) {
                throw new IllegalArgumentException("no value for " + found.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
