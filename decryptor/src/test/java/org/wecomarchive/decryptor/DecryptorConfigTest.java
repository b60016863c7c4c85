package org.wecomarchive.decryptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.decryptor.crypto.RsaProvider;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.keyring.KeyFileAccess;
import org.wecomarchive.financesdk.SdkSettings;
import org.wecomarchive.schemas.Topics;

final class DecryptorConfigTest {

    private static final Map<String, String> REQUIRED = Map.of(
            "kafka.bootstrap.servers", "kafka:9092",
            "keys.dir", "/keys",
            "schema.registry.url", "http://registry:8081",
            "sdk.library", "/sdk/libWeWorkFinanceSdk_C.so");

    private static final Map<String, String> ON_THIS_MACHINE = Map.of(
            "kafka.bootstrap.servers", "127.0.0.1:9092",
            "keys.dir", "/keys",
            "schema.registry.url", "http://127.0.0.1:8081",
            "sdk.library", "/sdk/libWeWorkFinanceSdk_C.so");

    @TempDir
    private Path directory;

    @Test
    void saysThatParkedRecordsHaveNoLimitAnyMore() {
        assertThatThrownBy(() -> with(Map.of("release.max.records", "1000000")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("release.max.records is gone: parked records are released without a limit. Remove it");
    }

    @Test
    void hasDefaults() {
        DecryptorConfig config = new DecryptorConfig(REQUIRED);

        assertThat(config.topics()).isEqualTo(new Topics("wecom.archive"));
        assertThat(config.applicationId()).isEqualTo("wecom.archive.decryptor");
        assertThat(config.streamThreads()).isEqualTo(2);
        assertThat(config.stateDir().getFileName()).isEqualTo(Path.of("wecom.archive.decryptor"));
        assertThat(config.eventsMaxBytes()).isEqualTo(25_165_824);
        assertThat(config.keysDir()).isEqualTo(Path.of("/keys"));
        assertThat(config.keyFileAccess()).isEqualTo(KeyFileAccess.OWNER);
        assertThat(config.keysPoll()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.rsaProvider()).isEqualTo(RsaProvider.AUTO);
        assertThat(config.sdk())
                .isEqualTo(new SdkSettings(
                        "/sdk/libWeWorkFinanceSdk_C.so", SdkSettings.Isolation.PROCESS, Duration.ofSeconds(2)));
        assertThat(config.http()).hasToString("/127.0.0.1:8080");
        assertThat(config.healthStall()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.startTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void mapsEveryKey() {
        DecryptorConfig config = with(Map.ofEntries(
                Map.entry("topic.prefix", "acme"),
                Map.entry("application.id", "acme-decryptor"),
                Map.entry("stream.threads", "4"),
                Map.entry("decrypt.threads", "3"),
                Map.entry("decrypt.ahead.max.bytes", "0"),
                Map.entry("state.dir", "/state"),
                Map.entry("events.max.bytes", "1048576"),
                Map.entry("keys.access", "group"),
                Map.entry("keys.poll.ms", "1000"),
                Map.entry("rsa.provider", "jdk"),
                Map.entry("sdk.isolation", "none"),
                Map.entry("sdk.decrypt.timeout.ms", "500"),
                Map.entry("http.address", "0.0.0.0"),
                Map.entry("http.port", "0"),
                Map.entry("health.stall.ms", "5000"),
                Map.entry("start.timeout.ms", "6000"),
                Map.entry("shutdown.timeout.ms", "7000")));

        assertThat(config.topics()).isEqualTo(new Topics("acme"));
        assertThat(config.applicationId()).isEqualTo("acme-decryptor");
        assertThat(config.streamThreads()).isEqualTo(4);
        assertThat(config.decryptThreads()).isEqualTo(3);
        assertThat(config.decryptAheadMaxBytes()).isZero();
        assertThat(config.stateDir()).isEqualTo(Path.of("/state"));
        assertThat(config.eventsMaxBytes()).isEqualTo(1_048_576);
        assertThat(config.keyFileAccess()).isEqualTo(KeyFileAccess.GROUP_READ);
        assertThat(config.keysPoll()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.rsaProvider()).isEqualTo(RsaProvider.JDK);
        assertThat(config.sdk().isolation()).isEqualTo(SdkSettings.Isolation.NONE);
        assertThat(config.sdk().decryptTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.http()).hasToString("/0.0.0.0:0");
        assertThat(config.healthStall()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.startTimeout()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource({
        "topic.prefix, a..b",
        "stream.threads, 0",
        "decrypt.threads, -1",
        "decrypt.ahead.max.bytes, -1",
        "events.max.bytes, 10",
        "keys.access, all",
        "keys.dir, ''",
        "keys.poll.ms, 1",
        "rsa.provider, bouncycastle",
        "sdk.decrypt.timeout.ms, 2001",
        "http.port, 70000",
        "health.stall.ms, 0",
        "start.timeout.ms, soon",
        "network.allowed.hosts, http://kafka",
        "unknown.key, 1",
        "stream.thread, 1",
        "kafka.secuity.protocol, SSL",
        "kafka.consumer.max.pol.records, 5",
        "kafka.restore.consumer.isolation.level, read_uncommitted",
        "kafka.security.protocol, TLS",
        "kafka.bootstrap.servers, kafka",
        "keys.dir, ${env:NOPE}",
        "schema.registry.url, http://user:password@127.0.0.1",
        "schema.registry.ssl.trustore.location, /t",
        "kafka.processing.guarantee, at_least_once",
        "kafka.isolation.level, read_uncommitted",
        "kafka.consumer.isolation.level, read_uncommitted",
        "kafka.main.consumer.auto.offset.reset, latest",
        "kafka.producer.transaction.timeout.ms, 60000",
        "kafka.num.stream.threads, 3",
        "kafka.application.id, other"
    })
    void refusesWrongSettingsByName(String key, String value) {
        assertThatThrownBy(() -> with(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka.bootstrap.servers", "keys.dir", "schema.registry.url", "sdk.library"})
    void needsItsRequiredKeys(String key) {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.remove(key);

        assertThatThrownBy(() -> new DecryptorConfig(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @Test
    void passesSettingsOnToKafkaButKeepsTheGuarantees() {
        Properties streams = StreamSettings.of(with(Map.of(
                "kafka.security.protocol", "SASL_SSL",
                "kafka.consumer.session.timeout.ms", "20000",
                "stream.threads", "3")));

        assertThat(streams)
                .containsEntry("bootstrap.servers", "kafka:9092")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("consumer.session.timeout.ms", "20000")
                .containsEntry("num.stream.threads", 3)
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("commit.interval.ms", 100)
                .containsEntry("metadata.max.age.ms", 10_000)
                .containsEntry("producer.transaction.timeout.ms", 10_000)
                .containsEntry("producer.max.request.size", 25_165_824);
    }

    @Test
    void passesSettingsOnToTheRegistrysClient() {
        DecryptorConfig config = with(Map.of("basic.auth.credentials.source", "USER_INFO"));

        assertThat(config.registry())
                .containsEntry("basic.auth.credentials.source", "USER_INFO")
                .containsEntry("schema.registry.url", "http://registry:8081")
                .doesNotContainKey("kafka.bootstrap.servers");
    }

    @Test
    void readsSecretsFromFiles() throws IOException {
        Path secrets = Files.writeString(directory.resolve("secrets.properties"), "password=s3cret\n");
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-------"));
        DecryptorConfig config = with(Map.of("kafka.ssl.key.password", "${file:" + secrets + ":password}"));

        assertThat(config.kafka()).containsEntry("ssl.key.password", "s3cret");
    }

    @Test
    void refusesFilesWithSecretsThatEveryAccountCanRead() throws IOException {
        Path open = Files.writeString(directory.resolve("open.properties"), "bearer.auth.token=s3cret\n");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> with(Map.of("kafka.ssl.key.password", "${file:" + open + ":bearer.auth.token}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("kafka.ssl.key.password", open.toString(), "chmod");
        assertThatThrownBy(() -> with(Map.of("kafka.ssl.keystore.location", open.toString())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("kafka.ssl.keystore.location", open.toString(), "chmod");
        assertThatThrownBy(() -> SettingsFile.read(Optional.of(open), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("bearer.auth.token", open.toString(), "chmod")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void printsNoSecret() {
        DecryptorConfig config = with(Map.of(
                "kafka.sasl.jaas.config", "Login required password=\"s3cret\";",
                "kafka.ssl.keystore.password", "s3cret",
                "kafka.ssl.keystore.key", "s3cret",
                "kafka.my.plugin.setting", "s3cret",
                "kafka.metric.reporters", "com.example.Reporter",
                "basic.auth.user.info", "user:s3cret",
                "schema.registry.ssl.truststore.password", "s3cret",
                "bearer.auth.token", "s3cret",
                "kafka.security.protocol", "SASL_SSL"));

        String text = ConfigText.settings(config);

        assertThat(text)
                .doesNotContain("s3cret")
                .contains("kafka.sasl.jaas.config=[hidden]", "basic.auth.user.info=[hidden]")
                .contains("kafka.security.protocol=SASL_SSL", "keys.dir=/keys", "topic.prefix=wecom.archive");
    }

    @Test
    void letsTheEnvironmentOverrideTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("decryptor.properties"), "keys.dir=/one\nhttp.port=1\n# 注释\n");

        Map<String, String> settings = SettingsFile.read(
                Optional.of(file),
                Map.of(
                        "WECOM_DECRYPTOR_KEYS_DIR", "/two",
                        "WECOM_DECRYPTOR_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                        "WECOM_DECRYPTOR_KAFKA_SECURITY_PROTOCOL", "SSL",
                        "PATH", "/bin"));

        assertThat(settings)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "keys.dir", "/two",
                        "http.port", "1",
                        "kafka.bootstrap.servers", "kafka:9092",
                        "kafka.security.protocol", "SSL"));
    }

    @Test
    void explainsEveryKey() {
        String help = DecryptorMain.line(Map.of()).getUsageMessage();

        assertThat(DecryptorConfig.definition().names())
                .allSatisfy(key -> assertThat(help).contains(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--unknown", "--config", "run"})
    void refusesUnknownArguments(String argument) {
        StringWriter err = new StringWriter();

        int code = DecryptorMain.line(Map.of()).setErr(new PrintWriter(err)).execute(argument);

        assertThat(code).isEqualTo(DecryptorMain.WRONG_SETTINGS);
        assertThat(err.toString()).contains(argument);
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.bootstrap.servers, 203.0.113.9:9092",
        "kafka.producer.bootstrap.servers, 203.0.113.9:9092",
        "schema.registry.url, 'http://127.0.0.1:8081,https://203.0.113.9'",
        "kafka.sasl.oauthbearer.token.endpoint.url, https://203.0.113.9/token"
    })
    void doesNotStartWithAnEndpointOutsideTheAllowedHosts(String key, String value) {
        Map<String, String> settings = new HashMap<>(ON_THIS_MACHINE);
        settings.put(key, value);

        try (Decryptor decryptor = new Decryptor(new DecryptorConfig(settings))) {
            assertThatThrownBy(decryptor::start)
                    .isInstanceOf(FatalTroubleException.class)
                    .hasMessageContainingAll(key, "203.0.113.9", "network.allowed.hosts")
                    .hasMessageNotContaining("user");
        }
    }

    @Test
    void refusesAJaasSettingThatCannotBeReadWithoutQuotingIt() {
        Map<String, String> broken =
                Map.of("kafka.producer.sasl.jaas.config", "a.Module required password=\"abc\"TOPSECRET\";");

        assertThatThrownBy(() -> with(broken))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kafka.producer.sasl.jaas.config")
                .hasMessageNotContaining("TOPSECRET");
    }

    @Test
    void allowsTheEndpointsThatTheSettingNames() {
        Map<String, String> settings = new HashMap<>(ON_THIS_MACHINE);
        settings.put("schema.registry.url", "https://registry.example");
        settings.put("network.allowed.hosts", "127.0.0.0/8, registry.example");

        assertThatCode(() -> new DecryptorConfig(settings).requireAllowedEndpoints())
                .doesNotThrowAnyException();
    }

    private static DecryptorConfig with(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.putAll(more);
        return new DecryptorConfig(settings);
    }
}
