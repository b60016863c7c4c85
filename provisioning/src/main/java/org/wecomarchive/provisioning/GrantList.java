package org.wecomarchive.provisioning;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * Who has which role of an {@link AclCatalog} at a site.
 *
 * <p>Shape of the file, as {@code deploy/principals.yaml} has it: {@code names}, the values of placeholders for all grants, and
 * {@code grants}, a list of {@code role}, {@code principal} and, where one needs others, {@code names} of its own. Unknown fields
 * are refused.
 *
 * @param names values of placeholders for all grants; absent means none
 * @param grants at least one
 */
public record GrantList(Map<String, String> names, List<Grant> grants) {

    /**
     * One principal in one role.
     *
     * @param role of the catalog
     * @param principal in the form of Kafka, such as {@code User:decryptor}; never everybody
     * @param names values of placeholders for this grant, before those for all; absent means none
     */
    public record Grant(String role, String principal, Map<String, String> names) {
        public Grant {
            if (role == null || principal == null) {
                throw new IllegalArgumentException("a grant needs a role and a principal");
            }
            if (SecurityUtils.parseKafkaPrincipal(principal).getName().equals("*")) {
                throw new IllegalArgumentException("a role is for one principal, never for " + principal);
            }
            names = names == null ? Map.of() : Map.copyOf(names);
        }
    }

    public GrantList {
        if (grants == null || grants.isEmpty()) {
            throw new IllegalArgumentException("nobody is granted anything");
        }
        names = names == null ? Map.of() : Map.copyOf(names);
        grants = List.copyOf(grants);
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it cannot be read or is not of the shape above
     */
    public static GrantList load(Path principalsYaml) throws IOException {
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        try (Reader reader = Files.newBufferedReader(principalsYaml, StandardCharsets.UTF_8)) {
            return yaml.readValue(reader, GrantList.class);
        }
    }

    /**
     * What the brokers have to know, with the roles that need it.
     *
     * @param defaults values of placeholders that neither a grant nor the list names
     * @throws IllegalArgumentException for an unknown role, or placeholders without a value
     */
    public Map<AclBinding, Set<String>> bindings(AclCatalog catalog, Map<String, String> defaults) {
        Map<AclBinding, Set<String>> bindings = new LinkedHashMap<>();
        for (Grant grant : grants) {
            Map<String, String> known = new HashMap<>(defaults);
            known.putAll(names);
            known.putAll(grant.names());
            Set<String> open = catalog.placeholders(grant.role());
            open.removeAll(known.keySet());
            if (!open.isEmpty()) {
                throw new IllegalArgumentException(
                        "role " + grant.role() + " of " + grant.principal() + " needs a value for " + open);
            }
            catalog.bindings(grant.role(), grant.principal(), known)
                    .forEach(binding -> bindings.computeIfAbsent(binding, one -> new TreeSet<>())
                            .add(grant.role()));
        }
        return bindings;
    }
}
