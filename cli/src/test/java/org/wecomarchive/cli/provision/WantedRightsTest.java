package org.wecomarchive.cli.provision;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.wecomarchive.cli.provision.Difference.Kind;

final class WantedRightsTest {

    private static final AclBinding READ = right("User:sink", "p.events.v1", PatternType.LITERAL, AclOperation.READ);
    private static final WantedRights WANTED = new WantedRights(Map.of(READ, Set.of("search", "cold")), "p");

    @Test
    void aMissingRightIsNamedWithItsRoles() {
        assertThat(WANTED.compare(List.of()))
                .containsExactly(new Difference(
                        Kind.GRANT,
                        "User:sink",
                        "read on topic p.events.v1",
                        "missing",
                        "allowed",
                        "role cold, search"));
        assertThat(WANTED.compare(List.of(READ))).isEmpty();
    }

    @Test
    void rightsOfOthersInItsTopicsAreNamedHoweverTheyAreGranted() {
        List<AclBinding> existing = List.of(
                READ,
                right("User:bob", "p.e", PatternType.PREFIXED, AclOperation.ALL),
                right("User:carol", "*", PatternType.LITERAL, AclOperation.READ),
                right("User:dave", "elsewhere", PatternType.LITERAL, AclOperation.READ),
                right("User:sink", "elsewhere", PatternType.LITERAL, AclOperation.WRITE));

        List<Difference> differences = WANTED.compare(existing);

        assertThat(differences)
                .containsExactly(
                        Difference.unlisted("User:bob", "all on topic prefix p.e", "allowed from any host"),
                        Difference.unlisted("User:carol", "read on topic *", "allowed from any host"),
                        Difference.unlisted("User:sink", "write on topic elsewhere", "allowed from any host"));
    }

    @Test
    void aDenialIsNamedAsOne() {
        AclBinding denial = new AclBinding(
                READ.pattern(),
                new AccessControlEntry("User:sink", "10.0.0.9", AclOperation.READ, AclPermissionType.DENY));

        assertThat(WANTED.compare(List.of(READ, denial)))
                .containsExactly(Difference.unlisted("User:sink", "read on topic p.events.v1", "denied from 10.0.0.9"));
    }

    private static AclBinding right(String principal, String topic, PatternType pattern, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, pattern),
                new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW));
    }
}
