package org.wecomarchive.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GrantListTest {

    private static final AclCatalog CATALOG = new AclCatalog(Map.of(
            "reader", List.of(right("${prefix}.x")),
            "watcher", List.of(right("${prefix}.x"), right("${prefix}.${name}"))));

    @TempDir
    private Path directory;

    @Test
    void aGrantsOwnNamesGoBeforeThoseForAllAndTheseBeforeTheDefaults() {
        GrantList list = new GrantList(
                Map.of("name", "b"), List.of(grant("watcher", Map.of()), grant("watcher", Map.of("name", "c"))));

        Map<AclBinding, Set<String>> bindings = list.bindings(CATALOG, Map.of("prefix", "p", "name", "a"));

        assertThat(bindings.keySet()).containsExactlyInAnyOrder(read("p.x"), read("p.b"), read("p.c"));
    }

    @Test
    void namesEveryRoleThatNeedsARight() {
        GrantList list =
                new GrantList(Map.of("name", "y"), List.of(grant("reader", Map.of()), grant("watcher", Map.of())));

        Map<AclBinding, Set<String>> bindings = list.bindings(CATALOG, Map.of("prefix", "p"));

        assertThat(bindings)
                .isEqualTo(Map.of(read("p.x"), Set.of("reader", "watcher"), read("p.y"), Set.of("watcher")));
    }

    @Test
    void namesEveryPlaceholderWithoutAValue() {
        GrantList list = new GrantList(Map.of(), List.of(grant("watcher", Map.of())));

        assertThatThrownBy(() -> list.bindings(CATALOG, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("role watcher of User:me needs a value for [name, prefix]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grants: []",
                "grants: [{role: reader}]",
                "grants: [{role: reader, principal: me}]",
                "grants: [{role: reader, principal: 'User:*'}]",
                "grants: [{role: reader, principal: 'User:me', host: x}]"
            })
    void refusesWhatGrantsNothingOrTooMuch(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("principals.yaml"), yaml);

        assertThatThrownBy(() -> GrantList.load(file)).isInstanceOf(IOException.class);
    }

    @Test
    void theDeployedExampleGivesEveryRoleItsNames() throws IOException {
        AclCatalog catalog = AclCatalog.load(Path.of("../deploy/acls.yaml"));
        GrantList example = GrantList.load(Path.of("../deploy/principals.yaml"));

        Map<AclBinding, Set<String>> bindings =
                example.bindings(catalog, Map.of("prefix", "wecom.archive", "application", "wecom.archive.decryptor"));

        Set<String> roles = new HashSet<>();
        bindings.values().forEach(roles::addAll);
        assertThat(roles).isEqualTo(catalog.roles().keySet());
    }

    private static GrantList.Grant grant(String role, Map<String, String> names) {
        return new GrantList.Grant(role, "User:me", names);
    }

    private static AclCatalog.Right right(String topic) {
        return new AclCatalog.Right(ResourceType.TOPIC, topic, PatternType.LITERAL, List.of(AclOperation.READ));
    }

    private static AclBinding read(String topic) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:me", "*", AclOperation.READ, AclPermissionType.ALLOW));
    }
}
