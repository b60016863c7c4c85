package org.wecomarchive.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.security.auth.login.LoginException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KafkaClientsTest {

    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required ";
    private final KafkaException noUrls =
            new KafkaException("Failed to construct", new ConfigException("No resolvable bootstrap urls"));

    /** Those that the name service of this test knows. */
    private final Deque<List<String>> known = new ArrayDeque<>(List.of(List.of("broker")));

    private final Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", "broker:9092"));

    @Test
    void namesThatDoNotResolveHeal() {
        settings.put("bootstrap.servers", List.of("kafka-0.svc:9092", "kafka-1.svc:9092"));

        assertThatThrownBy(() -> open(failing(noUrls)))
                .isInstanceOf(RetriableException.class)
                .hasMessage("names in bootstrap.servers do not resolve: kafka-0.svc, kafka-1.svc");
    }

    @Test
    void oneNameThatResolvesIsEnoughUnlessEachIsLookedUp() {
        settings.put("bootstrap.servers", "kafka-0.svc:9092,broker:9092");
        assertThatThrownBy(() -> open(failing(noUrls))).isInstanceOf(ConfigException.class);

        settings.put("client.dns.lookup", "resolve_canonical_bootstrap_servers_only");
        assertThatThrownBy(() -> open(failing(noUrls)))
                .isInstanceOf(RetriableException.class)
                .hasMessageEndingWith(": kafka-0.svc");
    }

    @Test
    void aNameThatCameMeanwhileIsNoWrongSetting() {
        Deque<Supplier<String>> attempts = new ArrayDeque<>(List.of(failing(noUrls), () -> "client"));

        assertThat(open(() -> attempts.remove().get())).isEqualTo("client");
    }

    @Test
    void aNameThatWentMeanwhileHeals() {
        known.add(List.of());

        assertThatThrownBy(() -> open(failing(noUrls))).isInstanceOf(RetriableException.class);
    }

    @Test
    void aLoginThatFailsIsForAPerson() {
        KafkaException kerberos = new KafkaException(new KafkaException(new LoginException("user alice is not known")));

        assertThatThrownBy(() -> open(failing(kerberos)))
                .isInstanceOf(AuthenticationException.class)
                .matches(RedactedException::mayBeShown)
                .hasMessageNotContaining("alice");
    }

    @Test
    void anyOtherFailureIsAWrongSettingAndQuotesNone() {
        KafkaException quoting = new KafkaException(new IllegalArgumentException("'TOPSECRET' is not a key"));

        assertThatThrownBy(() -> open(failing(quoting)))
                .isInstanceOf(ConfigException.class)
                .matches(RedactedException::mayBeShown)
                .hasMessageContaining("KafkaException by IllegalArgumentException")
                .extracting(failure -> RedactedException.of(failure).trace())
                .asString()
                .doesNotContain("TOPSECRET");
    }

    @Test
    void namesTheJaasSettingOfARealClient() {
        settings.put("bootstrap.servers", "127.0.0.1:1");
        settings.put("security.protocol", "SASL_PLAINTEXT");
        settings.put("sasl.mechanism", "PLAIN");
        settings.put("sasl.jaas.config", PLAIN + "username=\"u\" password=\"abc\"TOPSECRET\";");

        assertThatThrownBy(() -> KafkaClients.open(settings, () -> Admin.create(settings)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("sasl.jaas.config ")
                .extracting(failure -> RedactedException.of(failure).trace())
                .asString()
                .doesNotContain("TOPSECRET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "username=\"u\" password=\"abc\"TOPSECRET\";",
                "username=\"u\" password=\"TOPSECRET\"",
                "username=\"u\" password=TOP\"SECRET;",
                "TOPSECRET;",
                "username=\"u\" password=\"a\"; b TOPSECRET c=\"d\";"
            })
    void refusesJaasSettingsWithoutQuotingThem(String options) {
        Map<String, Object> connector = Map.of(
                "kafka.sasl.jaas.config",
                PLAIN + options,
                "producer.override.sasl.jaas.config",
                new Password(PLAIN + options),
                "kafka.sasl.mechanism",
                "PLAIN");

        Map<String, String> refused = KafkaClients.refusals(connector, "");

        assertThat(refused).containsOnlyKeys("kafka.sasl.jaas.config", "producer.override.sasl.jaas.config");
        assertThat(refused.toString()).doesNotContain("SECRET");
        assertThat(KafkaClients.refusals(connector, "kafka.")).containsOnlyKeys("kafka.sasl.jaas.config");
    }

    @ParameterizedTest
    @CsvSource({"username=\"u\" password=\"abc\\\"TOPSECRET\";", "username=\"u\" password=\"a;b=c\";", ";"})
    void acceptsJaasSettingsThatCanBeRead(String options) {
        assertThat(KafkaClients.refusals(Map.of("sasl.jaas.config", PLAIN + options), ""))
                .isEmpty();
    }

    private <C> C open(Supplier<C> maker) {
        return KafkaClients.open(settings, maker, name -> names().contains(name));
    }

    /** The last answer stays. */
    private List<String> names() {
        return known.size() > 1 ? known.remove() : known.element();
    }

    private static Supplier<String> failing(KafkaException failure) {
        return () -> {
            throw failure;
        };
    }
}
