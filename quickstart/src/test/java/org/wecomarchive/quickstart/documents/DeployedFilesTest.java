package org.wecomarchive.quickstart.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wecomarchive.decryptor.DecryptorConfig;
import org.wecomarchive.provisioning.GrantList;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.testkit.tls.KeyStoreFile;
import org.wecomarchive.testkit.tls.TestAuthority;

/** The files of a site are accepted by what reads them, and name the same things. */
final class DeployedFilesTest {

    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{file:([^:}]+):([^}]+)}");
    private static final String JAAS =
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"me\" password=\"secret\";";

    /** Of one listener, of the authorizer, of the provider. */
    private static final Pattern READ_BY_OTHERS = Pattern.compile(
            "listener\\.name\\..+|super\\.users|allow\\.everyone\\.if\\.no\\.acl\\.found|config\\.providers\\..+");

    /** In place of the folders in /etc that the files name. */
    @TempDir
    private Path etc;

    @BeforeEach
    void issueCertificates() throws Exception {
        TestAuthority authority = TestAuthority.create("site", Clock.systemUTC());
        for (String folder : List.of("wecom", "wecom-archive", "kafka")) {
            authority.trust(etc.resolve(folder).resolve("trust.p12"));
        }
        KeyStore trusted =
                KeyStore.getInstance(etc.resolve("wecom/trust.p12").toFile(), KeyStoreFile.PASSWORD.toCharArray());
        Certificate ca = trusted.getCertificate(trusted.aliases().nextElement());
        Files.writeString(
                etc.resolve("wecom/ca.pem"),
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(ca.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    static List<Path> connectors() throws IOException {
        try (Stream<Path> files = Files.list(DEPLOY.resolve("connectors"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void itsConnectorAcceptsEveryConnectorFile(Path file) throws Exception {
        Map<String, String> settings = resolved(json(file));
        settings.put("name", name(file));
        settings.computeIfPresent("sdk.library", (key, library) -> "simulator:127.0.0.1:1");
        // None of the site's servers is there.
        settings.put("validate.connect", "false");
        Connector connector = Class.forName(settings.get("connector.class"))
                .asSubclass(Connector.class)
                .getDeclaredConstructor()
                .newInstance();

        List<String> refused = connector.validate(settings).configValues().stream()
                .flatMap(value -> value.errorMessages().stream())
                .toList();

        assertThat(refused).isEmpty();
    }

    @Test
    void thereIsAFileForTheSourceAndEachSink() throws IOException {
        assertThat(connectors().stream().map(DeployedFilesTest::name))
                .containsExactly("wecom-cold-events", "wecom-cold-raw", "wecom-search", "wecom-source-ww1");
    }

    @Test
    void aWorkerAcceptsItsFile() throws IOException {
        DistributedConfig worker = new DistributedConfig(resolved(properties("kafka/connect-worker.properties")));

        assertThat(worker.exactlyOnceSourceEnabled()).isTrue();
        assertThat(worker.getInt("session.timeout.ms")).isEqualTo(6000);
        assertThat(worker.getInt("scheduled.rebalance.max.delay.ms")).isZero();
    }

    @Test
    void aBrokerAcceptsItsFile() throws IOException {
        Map<String, String> settings = resolved(properties("kafka/broker.properties"));
        settings.put("node.id", "1");
        settings.put("process.roles", "broker,controller");
        settings.put("controller.quorum.bootstrap.servers", "kafka-1:9094");

        KafkaConfig broker = KafkaConfig.fromProps(asProperties(settings));

        assertThat(broker.autoCreateTopicsEnable()).isFalse();
        assertThat(settings.keySet())
                .allMatch(key -> AbstractKafkaConfig.CONFIG_DEF.names().contains(key)
                        || READ_BY_OTHERS.matcher(key).matches());
    }

    @Test
    void theDecryptorAcceptsItsFile() throws Exception {
        Map<String, String> settings = resolved(properties("decryptor.properties"));

        assertThat(new DecryptorConfig(settings).topics().prefix()).isEqualTo("wecom.archive");
    }

    @Test
    void allFilesNameTheSameThings() throws IOException {
        Map<String, String> worker = properties("kafka/connect-worker.properties");
        GrantList grants = GrantList.load(DEPLOY.resolve("principals.yaml"));
        TopicCatalog beside = TopicCatalog.load(DEPLOY.resolve("kafka/connect-topics.yaml"));
        Set<String> topics = beside.topics().stream()
                .map(topic -> worker.get("group.id") + "." + topic.name())
                .collect(Collectors.toSet());
        TreeSet<String> granted = new TreeSet<>();
        grants.grants().stream()
                .map(grant -> grant.names().get("connector"))
                .filter(name -> name != null)
                .forEach(granted::add);
        String aside = json(DEPLOY.resolve("connectors/wecom-search.json")).get("errors.deadletterqueue.topic.name");

        assertThat(granted)
                .isEqualTo(connectors().stream()
                        .map(DeployedFilesTest::name)
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(grants.names())
                .isEqualTo(Map.of(
                        "connect.group", worker.get("group.id"),
                        "connect.config.topic", worker.get("config.storage.topic"),
                        "connect.offset.topic", worker.get("offset.storage.topic"),
                        "connect.status.topic", worker.get("status.storage.topic")));
        assertThat(topics)
                .containsExactlyInAnyOrder(
                        worker.get("config.storage.topic"),
                        worker.get("offset.storage.topic"),
                        worker.get("status.storage.topic"),
                        aside);
        assertThat(grants.grants())
                .anyMatch(grant -> aside.equals(grant.names().get("errors.deadletterqueue.topic.name")));
        assertThat(json(DEPLOY.resolve("connectors/wecom-source-ww1.json")).get("raw.partitions"))
                .isEqualTo(Integer.toString(TopicCatalog.load(DEPLOY.resolve("topics.yaml"))
                        .topic("raw.v1")
                        .partitions()));
    }

    /** As the program that reads them has them: references replaced by what is in the files. */
    private Map<String, String> resolved(Map<String, String> settings) throws IOException {
        Map<String, String> moved = new HashMap<>();
        Map<Path, Properties> secrets = new HashMap<>();
        settings.forEach((key, value) -> {
            String here = value.replace("/etc/", etc + "/");
            moved.put(key, here);
            Matcher references = REFERENCE.matcher(here);
            while (references.find()) {
                secrets.computeIfAbsent(Path.of(references.group(1)), file -> new Properties())
                        .put(references.group(2), references.group(2).equals("jaas") ? JAAS : "secret");
            }
        });
        for (Map.Entry<Path, Properties> file : secrets.entrySet()) {
            Files.deleteIfExists(file.getKey());
            Files.createFile(
                    file.getKey(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (var writer = Files.newBufferedWriter(file.getKey())) {
                file.getValue().store(writer, null);
            }
        }
        try (FileConfigProvider provider = new FileConfigProvider()) {
            provider.configure(Map.of());
            Map<String, String> resolved = new HashMap<>(new ConfigTransformer(Map.of("file", provider))
                    .transform(moved)
                    .data());
            assertThat(resolved.values()).noneMatch(value -> value.contains("${"));
            return resolved;
        }
    }

    private static Map<String, String> json(Path file) throws IOException {
        return new ObjectMapper().readValue(Files.readString(file), new TypeReference<Map<String, String>>() {});
    }

    private static Map<String, String> properties(String name) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(DEPLOY.resolve(name), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties.stringPropertyNames().stream().collect(Collectors.toMap(key -> key, properties::getProperty));
    }

    private static Properties asProperties(Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        return properties;
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".json", "");
    }
}
