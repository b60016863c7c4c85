package org.wecomarchive.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpHandler;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.serde.ScriptedRegistry.Clients;

/** Credentials, certificates and sick servers, which the real registry of the tests cannot be. */
final class RegistryAccessTest {

    private static final String USER_INFO = "archive:s3cret";
    private static final HttpHandler KNOWS_THE_SCHEMA =
            exchange -> ScriptedRegistry.answer(exchange, 200, "{\"subject\":\"raw-value\",\"version\":1,\"id\":7}");

    @TempDir
    static Path directory;

    private static Path keyStore;

    @BeforeAll
    static void makeCertificate() throws Exception {
        keyStore = ScriptedRegistry.selfSigned(directory);
    }

    @Test
    void usesTheGivenCredentialsAndCertificates() throws Exception {
        try (ScriptedRegistry registry = ScriptedRegistry.tls(
                        keyStore,
                        Clients.ANY,
                        ScriptedRegistry.authorized(ScriptedRegistry.basic(USER_INFO), KNOWS_THE_SCHEMA));
                RecordSerde<RawRecord> serde = serde(registry, trusting(withUserInfo(USER_INFO)))) {

            byte[] bytes = serde.encode(Records.raw());

            assertThat(bytes).startsWith(0, 0, 0, 0, 7);
        }
    }

    @Test
    void usesTheGivenBearerToken() throws Exception {
        Map<String, Object> token =
                Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", new Password("t0ken"));
        try (ScriptedRegistry registry =
                        ScriptedRegistry.plain(ScriptedRegistry.authorized("Bearer t0ken", KNOWS_THE_SCHEMA));
                RecordSerde<RawRecord> serde = serde(registry, token)) {

            byte[] bytes = serde.encode(Records.raw());

            assertThat(bytes).startsWith(0, 0, 0, 0, 7);
        }
    }

    @Test
    void usesTheGivenClientCertificate() throws Exception {
        try (ScriptedRegistry registry =
                        ScriptedRegistry.tls(keyStore, Clients.KNOWN_BY_CERTIFICATE, KNOWS_THE_SCHEMA);
                RecordSerde<RawRecord> known = serde(registry, identified(trusting(new HashMap<>())));
                RecordSerde<RawRecord> unknown =
                        serde(registry, trusting(new HashMap<>(Map.of(RegistryConfig.RETRY_TIMEOUT_MS, "0"))))) {

            byte[] bytes = known.encode(Records.raw());

            assertThat(bytes).startsWith(0, 0, 0, 0, 7);
            // How a refused handshake ends is up to timing: an alert or a closed connection.
            assertThatExceptionOfType(KafkaException.class).isThrownBy(unknown::prepare);
        }
    }

    @Test
    void refusedCredentialsAreAMistakeAndNotRepeated() throws Exception {
        try (ScriptedRegistry registry = ScriptedRegistry.tls(
                        keyStore,
                        Clients.ANY,
                        ScriptedRegistry.authorized(ScriptedRegistry.basic(USER_INFO), KNOWS_THE_SCHEMA));
                RecordSerde<RawRecord> serde = serde(registry, trusting(withUserInfo("archive:wr0ng")))) {

            assertThatExceptionOfType(RegistryRefusedException.class)
                    .isThrownBy(serde::prepare)
                    .withMessageContaining("HTTP 401")
                    .withMessageNotContaining("wr0ng");
        }
    }

    @Test
    void anUntrustedCertificateIsAMistake() throws Exception {
        try (ScriptedRegistry registry = ScriptedRegistry.tls(keyStore, Clients.ANY, KNOWS_THE_SCHEMA);
                RecordSerde<RawRecord> serde = serde(registry, Map.of())) {

            assertThatExceptionOfType(RegistryRefusedException.class)
                    .isThrownBy(serde::prepare)
                    .withMessageContaining("SSLHandshakeException");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void waitsForASickServer(int status) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpHandler sickOnce = exchange -> {
            if (requests.incrementAndGet() == 1) {
                ScriptedRegistry.answer(exchange, status, "<html>try later</html>");
            } else {
                KNOWS_THE_SCHEMA.handle(exchange);
            }
        };
        try (ScriptedRegistry registry = ScriptedRegistry.plain(sickOnce);
                RecordSerde<RawRecord> serde = serde(registry, Map.of())) {

            serde.prepare();

            assertThat(requests).hasValue(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\";\"}",
                "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}",
                "{\"schema\":\"{\\\"type\\\":\\\"nonsense\\\"}\"}"
            })
    void saysAtOnceThatTheSchemaIsNotAvro(String answer) throws Exception {
        HttpHandler foreign = exchange -> ScriptedRegistry.answer(exchange, 200, answer);
        try (ScriptedRegistry registry = ScriptedRegistry.plain(foreign);
                RecordSerde<RawRecord> serde = serde(registry, Map.of())) {

            assertThatExceptionOfType(UnresolvableSchemaException.class)
                    .isThrownBy(() -> serde.decode("raw", 3, 42, new byte[] {0, 0, 0, 0, 7, 1}))
                    .withMessageContaining("schema id 7 of raw-value is no Avro schema");
        }
    }

    @Test
    void waitsForAnAnswerThatIsNotTheRegistrys() throws Exception {
        HttpHandler proxy = exchange -> ScriptedRegistry.answer(exchange, 200, "<html>please log in</html>");
        try (ScriptedRegistry registry = ScriptedRegistry.plain(proxy);
                RecordSerde<RawRecord> serde = serde(registry, Map.of(RegistryConfig.RETRY_TIMEOUT_MS, "0"))) {

            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(() -> serde.decode("raw", 3, 42, new byte[] {0, 0, 0, 0, 7, 1}));
        }
    }

    @Test
    void asksForASchemaOnce() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpHandler counting = exchange -> {
            requests.incrementAndGet();
            KNOWS_THE_SCHEMA.handle(exchange);
        };
        try (ScriptedRegistry registry = ScriptedRegistry.plain(counting);
                RecordSerde<RawRecord> serde = serde(registry, Map.of())) {
            serde.prepare();

            serde.encode(Records.raw());
            serde.encode(Records.raw());

            assertThat(requests).hasValue(1);
        }
    }

    private static Map<String, Object> withUserInfo(String userInfo) {
        return new HashMap<>(
                Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", new Password(userInfo)));
    }

    private static Map<String, Object> trusting(Map<String, Object> settings) {
        settings.put("schema.registry.ssl.truststore.location", keyStore.toString());
        settings.put("schema.registry.ssl.truststore.type", "PKCS12");
        settings.put("schema.registry.ssl.truststore.password", new Password(ScriptedRegistry.PASSWORD));
        return settings;
    }

    private static Map<String, Object> identified(Map<String, Object> settings) {
        settings.put("schema.registry.ssl.keystore.location", keyStore.toString());
        settings.put("schema.registry.ssl.keystore.type", "PKCS12");
        settings.put("schema.registry.ssl.keystore.password", new Password(ScriptedRegistry.PASSWORD));
        settings.put("schema.registry.ssl.key.password", new Password(ScriptedRegistry.PASSWORD));
        return settings;
    }

    private static RecordSerde<RawRecord> serde(ScriptedRegistry registry, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(RegistryConfig.URL, registry.url());
        return RecordSerde.of(RawRecord.class, "raw", all);
    }
}
