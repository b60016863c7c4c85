package org.wecomarchive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.shared.SharedServers;

/** {@code topics} and {@code acls} on brokers with one node and an authorizer, from nothing to a site that has all. */
@ExtendWith(SharedServers.class)
@Timeout(180)
final class ProvisionIT {

    private static final int TOPICS = 10;

    @TempDir
    private static Path directory;

    private static SecuredKafka kafka;
    private static Admin admin;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String prefix;

    @BeforeAll
    static void useServers(SecuredKafka cluster) {
        kafka = cluster;
        admin = Admin.create(Map.of("bootstrap.servers", cluster.cluster().bootstrapServers()));
    }

    @AfterAll
    static void closeClient() {
        admin.close();
    }

    @BeforeEach
    void nameATopicsPrefix(TestInfo test) {
        prefix = "provision." + test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void createsEveryTopicOnceAndThenFindsNoDifference() throws Exception {
        assertThat(topics("diff")).isEqualTo(1);
        assertThat(said()).contains(TOPICS + " differs").contains(prefix + ".raw.v1  topic: missing -> 12 partitions");
        assertThat(topics("apply", "--dry-run")).isZero();
        assertThat(said()).contains(TOPICS + " planned");
        assertThat(names()).isEmpty();

        assertThat(topics("apply")).isZero();
        assertThat(said()).contains(TOPICS + " done");
        assertThat(names()).hasSize(TOPICS);
        assertThat(config("events.v1"))
                .containsEntry("retention.ms", "2592000000")
                .containsEntry("max.message.bytes", "25165824")
                .containsEntry("min.insync.replicas", "1");

        assertThat(topics("apply")).isZero();
        assertThat(topics("diff")).isZero();
        assertThat(said().lines()).containsExactly("no differences", "no differences");
    }

    @Test
    void mendsWhatLosesNothingAndNamesTheRest() throws Exception {
        create("events.v1", 30, Map.of("retention.ms", "600000", "cleanup.policy", "delete"));
        create("parked.v1", 1, Map.of("cleanup.policy", "delete", "retention.bytes", "1000000000"));
        create("raw.v1", 4, Map.of("retention.ms", "-1"));
        create("sink-dead-letters", 1, Map.of());

        assertThat(topics("apply")).isEqualTo(1);

        assertThat(said())
                .contains("done  " + prefix + ".events.v1  retention.ms: 600000 -> 2592000000")
                .contains("left  " + prefix + ".events.v1  partitions: 30 -> 24")
                .contains("left  " + prefix + ".parked.v1  cleanup.policy: delete -> compact")
                .contains("left  " + prefix + ".parked.v1  partitions: 1 -> 3")
                .contains("unlisted  " + prefix + ".parked.v1  retention.bytes: 1000000000")
                .contains("done  " + prefix + ".raw.v1  partitions: 4 -> 12  (no corp moves")
                .contains("unlisted  " + prefix + ".sink-dead-letters  topic: present");
        assertThat(config("events.v1")).containsEntry("retention.ms", "2592000000");
        assertThat(config("parked.v1")).containsEntry("cleanup.policy", "delete");
        assertThat(partitions())
                .containsEntry("raw.v1", 12)
                .containsEntry("events.v1", 30)
                .containsEntry("parked.v1", 1);
        assertThat(topics("diff", "--json")).isEqualTo(1);
        JsonNode left = new ObjectMapper().readTree(said());
        assertThat(left).anySatisfy(one -> {
            assertThat(one.get("state").asText()).isEqualTo("differs");
            assertThat(one.get("subject").asText()).isEqualTo(prefix + ".parked.v1");
            assertThat(one.get("what").asText()).isEqualTo("cleanup.policy");
            assertThat(one.get("is").asText()).isEqualTo("delete");
            assertThat(one.get("wanted").asText()).isEqualTo("compact");
        });
    }

    @Test
    void addsPartitionsAndSaysWhatMoves() throws Exception {
        assertThat(topics("apply")).isZero();
        said();

        assertThat(topics("apply", "--partitions", "events=48", "--dry-run")).isZero();
        assertThat(said()).contains("planned").contains("partitions: 24 -> 48  (a conversation may go on in another");
        assertThat(partitions()).containsEntry("events.v1", 24);
        assertThat(topics("apply", "--partitions", "events=48")).isZero();
        assertThat(partitions()).containsEntry("events.v1", 48).containsEntry("raw.v1", 12);
        said();

        assertThat(topics("apply", "--partitions", "events=48", "--partitions", "commands=3"))
                .isEqualTo(1);
        assertThat(said()).contains("left  " + prefix + ".commands.v1  partitions: 1 -> 3");
        assertThat(partitions()).containsEntry("commands.v1", 1);
    }

    /** Any other file of topics, as that of a Connect cluster. */
    @Test
    void createsTheTopicsOfTheConnectCluster() throws Exception {
        String[] file = {"--file", "../deploy/kafka/connect-topics.yaml"};

        assertThat(topics("apply", file)).isZero();

        assertThat(partitions()).isEqualTo(Map.of("config", 1, "offset", 25, "status", 5, "search-dead-letters", 3));
        assertThat(config("offset")).containsEntry("cleanup.policy", "compact");
        assertThat(topics("diff", file)).isZero();
    }

    @Test
    void saysThatThereAreTooFewBrokers() throws Exception {
        int code = archivectl(superUser(), List.of("topics", "apply"));

        assertThat(code).isEqualTo(1);
        assertThat(said()).contains(TOPICS + " failed").contains("--replication-factor");
        assertThat(names()).isEmpty();
    }

    @Test
    void aUserWhoMaySeeNothingIsToldSoAndNotThatAllIsMissing() throws Exception {
        Map<String, String> nobody = kafka.userWithPassword("provision-nobody");

        assertThat(archivectl(nobody, List.of("topics", "diff"))).isEqualTo(2);
        assertThat(err.toString()).contains("describe and describe_configs on the topics");
        assertThat(archivectl(nobody, List.of("acls", "diff", "--principal", "operator=User:x")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("describe on the cluster");
        assertThat(said()).isEmpty();
    }

    /** With the rights that the page asks of an administrator, over TLS. */
    @Test
    void grantsEveryRoleOnceAndNamesRightsOfOthers() throws Exception {
        Map<String, String> administrator = kafka.userWithPassword("provision-administrator");
        kafka.grant(List.of(onCluster(AclOperation.DESCRIBE), onCluster(AclOperation.ALTER)));
        AclBinding bob = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, prefix, PatternType.PREFIXED),
                new AccessControlEntry("User:bob", "*", AclOperation.READ, AclPermissionType.ALLOW));
        kafka.grant(List.of(bob));

        assertThat(acls(administrator, "diff")).isEqualTo(1);
        assertThat(said())
                .contains("differs  User:wecom-decryptor  read on topic " + prefix
                        + ".raw.v1: missing -> allowed  (role" + " decryptor)")
                .contains("unlisted  User:bob  read on topic prefix " + prefix + ": allowed from any host");
        assertThat(acls(administrator, "apply", "--dry-run")).isZero();
        assertThat(said()).contains("planned  User:wecom-ingestor");
        assertThat(rightsOf("User:wecom-decryptor")).isEmpty();

        assertThat(acls(administrator, "apply")).isZero();
        assertThat(said()).contains("done  User:second  write on topic " + prefix + ".commands.v1");
        assertThat(rightsOf("User:wecom-decryptor")).isNotEmpty();
        assertThat(rightsOf("User:bob")).containsExactly(bob);

        assertThat(acls(administrator, "diff")).isZero();
        assertThat(acls(administrator, "apply")).isZero();
        assertThat(said()).doesNotContain("differs", "done");
    }

    private int acls(Map<String, String> client, String command, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "acls", command, "--principals", "../deploy/principals.yaml", "--principal", "operator=User:second"));
        arguments.addAll(List.of(more));
        return archivectl(client, arguments);
    }

    private static AclBinding onCluster(AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(ResourceType.CLUSTER, Resource.CLUSTER_NAME, PatternType.LITERAL),
                new AccessControlEntry("User:provision-administrator", "*", operation, AclPermissionType.ALLOW));
    }

    private int topics(String command, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("topics", command, "--replication-factor", "1"));
        arguments.addAll(List.of(more));
        return archivectl(superUser(), arguments);
    }

    private static Map<String, String> superUser() {
        return Map.of("bootstrap.servers", kafka.cluster().bootstrapServers());
    }

    private int archivectl(Map<String, String> client, List<String> arguments) throws Exception {
        Properties settings = new Properties();
        settings.put("schema.registry.url", "http://127.0.0.1:1");
        client.forEach((key, value) -> settings.put("kafka." + key, value));
        Path file = directory.resolve("archivectl.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--config", file.toString(), "--prefix", prefix));
        if (!arguments.contains("--file")) {
            all.addAll(List.of("--file", "../deploy/" + arguments.get(0) + ".yaml"));
        }
        return ArchivectlMain.run(all.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
    }

    /** What was printed since the last call. */
    private String said() {
        String said = out.toString();
        out.getBuffer().setLength(0);
        return said;
    }

    private void create(String name, int partitions, Map<String, String> config) throws Exception {
        NewTopic topic = new NewTopic(prefix + "." + name, partitions, (short) 1).configs(config);
        admin.createTopics(List.of(topic)).all().get(1, TimeUnit.MINUTES);
        TopicCatalog.awaitLeaders(admin, List.of(topic));
    }

    private Set<String> names() throws Exception {
        return admin.listTopics().names().get(1, TimeUnit.MINUTES).stream()
                .filter(name -> name.startsWith(prefix + "."))
                .collect(Collectors.toSet());
    }

    private Map<String, Integer> partitions() throws Exception {
        return admin.describeTopics(names()).allTopicNames().get(1, TimeUnit.MINUTES).values().stream()
                .collect(Collectors.toMap(
                        topic -> topic.name().substring(prefix.length() + 1),
                        topic -> topic.partitions().size()));
    }

    private Map<String, String> config(String name) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, prefix + "." + name);
        return admin.describeConfigs(List.of(topic)).all().get(1, TimeUnit.MINUTES).get(topic).entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(entry -> entry.name(), entry -> entry.value()));
    }

    private static List<AclBinding> rightsOf(String principal) throws Exception {
        return admin.describeAcls(AclBindingFilter.ANY).values().get(1, TimeUnit.MINUTES).stream()
                .filter(right -> right.entry().principal().equals(principal))
                .toList();
    }
}
