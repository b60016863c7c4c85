package org.wecomarchive.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

final class AclCatalogTest {

    private static final Path DEPLOYED = Path.of("../deploy/acls.yaml");

    @TempDir
    private Path directory;

    @Test
    void makesOneBindingOfEveryOperationAndFillsInNames() throws IOException {
        AclCatalog acls = catalog(
                "{resource: transactional_id, name: '${app.id}-', pattern: prefixed, operations: [write, describe]}");

        List<AclBinding> bindings = acls.bindings("role", "User:me", Map.of("app.id", "a$1"));

        ResourcePattern resource = new ResourcePattern(ResourceType.TRANSACTIONAL_ID, "a$1-", PatternType.PREFIXED);
        assertThat(bindings)
                .isEqualTo(Stream.of(AclOperation.WRITE, AclOperation.DESCRIBE)
                        .map(operation -> new AclBinding(
                                resource, new AccessControlEntry("User:me", "*", operation, AclPermissionType.ALLOW)))
                        .toList());
    }

    @Test
    void refusesUnknownRolesAndPlaceholders() throws IOException {
        AclCatalog acls = catalog("{resource: topic, name: '${prefix}.x', pattern: literal, operations: [read]}");

        assertThatThrownBy(() -> acls.bindings("other", "User:me", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
        assertThatThrownBy(() -> acls.bindings("role", "User:me", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("${prefix}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{resource: topic, name: x, pattern: literal, operations: []}",
                "{resource: topic, name: x, pattern: literal, operations: [reed]}",
                "{resource: subject, name: x, pattern: literal, operations: [read]}",
                "{resource: topic, name: x, pattern: literal, operations: [read], host: y}"
            })
    void refusesARightOfAnotherShape(String right) {
        assertThatThrownBy(() -> catalog(right)).isInstanceOf(IOException.class);
    }

    @Test
    void theDeployedFileGrantsNoWildcardsAndOnlyTopicsThatExist() throws IOException {
        AclCatalog acls = AclCatalog.load(DEPLOYED);
        Set<String> topics = TopicCatalog.load(Path.of("../deploy/topics.yaml")).topics().stream()
                .map(topic -> "${prefix}." + topic.name())
                .collect(Collectors.toSet());

        assertThat(acls.roles()).isNotEmpty();
        assertThat(acls.roles().values().stream().flatMap(List::stream)).allSatisfy(right -> {
            assertThat(right.operations()).doesNotContain(AclOperation.ALL, AclOperation.ANY, AclOperation.UNKNOWN);
            assertThat(right.name()).contains("${");
            if (right.name().startsWith("${prefix}") && right.resource() == ResourceType.TOPIC) {
                assertThat(topics).contains(right.name());
                assertThat(right.pattern()).isEqualTo(PatternType.LITERAL);
            }
        });
    }

    private AclCatalog catalog(String right) throws IOException {
        return AclCatalog.load(
                Files.writeString(directory.resolve("acls.yaml"), "roles:\n  role:\n    - " + right + "\n"));
    }
}
