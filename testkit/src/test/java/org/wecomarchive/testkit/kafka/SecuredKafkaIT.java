package org.wecomarchive.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
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
import org.wecomarchive.testkit.tls.KeyStoreFile;
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

    @Test
    void aBrokerShowsARenewedCertificateWithoutARestart() throws Exception {
        Map<String, String> client = kafka.userWithPassword("dora");
        kafka.grant(mayWriteMine("User:dora"));
        Certificate before = shown(client);
        // In the file that the brokers have.
        KeyStoreFile renewed =
                new KeyStoreFile(Path.of(kafka.userWithCertificate("broker").get("ssl.keystore.location")));

        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", kafka.cluster().bootstrapServers()))) {
            String broker = admin.describeCluster()
                    .nodes()
                    .get(2, TimeUnit.MINUTES)
                    .iterator()
                    .next()
                    .idString();
            ConfigEntry keyStore = new ConfigEntry(
                    "listener.name.scram.ssl.keystore.location", renewed.file().toString());
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.BROKER, broker),
                            List.of(new AlterConfigOp(keyStore, AlterConfigOp.OpType.SET))))
                    .all()
                    .get(2, TimeUnit.MINUTES);
        }

        await().atMost(2, TimeUnit.MINUTES).until(() -> shown(client).equals(certificate(renewed)));
        assertThat(shown(client)).isNotEqualTo(before);
        send(client, "mine");
    }

    /** The certificate that a client of these settings is shown. */
    private static Certificate shown(Map<String, String> client) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(
                new File(client.get("ssl.truststore.location")), KeyStoreFile.PASSWORD.toCharArray()));
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        int port = Integer.parseInt(client.get("bootstrap.servers").replaceAll(".*:", ""));
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static Certificate certificate(KeyStoreFile file) throws Exception {
        KeyStore store = KeyStore.getInstance(file.file().toFile(), KeyStoreFile.PASSWORD.toCharArray());
        return store.getCertificate(store.aliases().nextElement());
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
