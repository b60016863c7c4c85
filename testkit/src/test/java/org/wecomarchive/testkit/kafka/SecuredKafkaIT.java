package org.wecomarchive.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.testkit.tls.TestAuthority;

@Timeout(600)
final class SecuredKafkaIT {

    @TempDir
    private static Path directory;

    private static SecuredKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = SecuredKafka.start(directory.resolve("kafka"), 1, Clock.systemUTC());
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", kafka.cluster().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("mine", 1, (short) 1), new NewTopic("others", 1, (short) 1)))
                    .all()
                    .get(2, TimeUnit.MINUTES);
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void letsAUserInByPasswordAndAllowsOnlyWhatWasGranted() throws Exception {
        Map<String, String> client = kafka.userWithPassword("alice");
        kafka.grant(mayWriteMine("User:alice"));

        send(client, "mine");

        assertThatThrownBy(() -> send(client, "others")).hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void letsAUserInByCertificateAndAllowsOnlyWhatWasGranted() throws Exception {
        Map<String, String> client = kafka.userWithCertificate("bob");
        kafka.grant(mayWriteMine("User:bob"));

        send(client, "mine");

        assertThatThrownBy(() -> send(client, "others")).hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        Map<String, String> client = new HashMap<>(kafka.userWithPassword("carol"));
        client.computeIfPresent(
                "sasl.jaas.config", (key, jaas) -> jaas.replaceAll("password=\".*\"", "password=\"wrong\""));

        assertThatThrownBy(() -> send(client, "mine")).hasCauseInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void refusesACertificateOfAnotherAuthority() throws Exception {
        TestAuthority other = TestAuthority.create("another authority", Clock.systemUTC());
        Map<String, String> client = kafka.identified(other.issue(directory.resolve("mallory.p12"), "bob"));

        assertThatThrownBy(() -> send(client, "mine")).hasCauseInstanceOf(SslAuthenticationException.class);
    }

    private static List<AclBinding> mayWriteMine(String principal) {
        List<AclBinding> rights = new ArrayList<>();
        rights.add(new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "mine", PatternType.LITERAL),
                new AccessControlEntry(principal, "*", AclOperation.WRITE, AclPermissionType.ALLOW)));
        return rights;
    }

    private static void send(Map<String, String> client, String topic) throws ExecutionException, InterruptedException {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("max.block.ms", "20000");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", "value")).get();
        }
    }
}
