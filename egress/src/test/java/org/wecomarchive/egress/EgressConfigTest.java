package org.wecomarchive.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EgressConfigTest {

    @ParameterizedTest
    @CsvSource({
        "kafka.bootstrap.servers, broker-1:9092",
        "kafka.bootstrap.servers, 'broker-1:9092,broker-2:9092'",
        "kafka.bootstrap.servers, SASL_SSL://broker_1:9092",
        "kafka.bootstrap.servers, '[::1]:9092'",
        "kafka.bootstrap.servers, ''",
        "schema.registry.url, 'https://registry:8081, http://10.0.0.1/apis/ccompat/v7'",
        "proxy.url, ''",
        "proxy.url, http://proxy:3128",
        "kafka.sasl.oauthbearer.jwks.endpoint.url, file:///etc/jwks.json",
        "kafka.client.id, 8.8.8.8",
        "storage.endpoint, http://storage:9000",
        "catalog.url, 'jdbc:postgresql://db-1:5432,db-2:5432/catalog?ssl=true'",
        "catalog.url, jdbc:sqlite:/var/lib/catalog.db",
        "sdk.library, simulator:8.8.8.8:1"
    })
    void allowsEndpointsOnThePremises(String setting, String value) {
        assertThat(refusals(Map.of(setting, value))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.bootstrap.servers, 8.8.8.8:9092, 8.8.8.8",
        "kafka.bootstrap.servers, 'broker-1:9092, 8.8.8.8:9092', 8.8.8.8",
        "kafka.bootstrap.servers, SSL://cloud.example.com:9092, cloud.example.com",
        "kafka.bootstrap.servers, '[2001:db8::1]:9092', 2001:db8::1",
        "kafka.consumer.bootstrap.servers, cloud.example.com:9092, cloud.example.com",
        "producer.override.bootstrap.servers, cloud.example.com:9092, cloud.example.com",
        "schema.registry.url, https://cloud.example.com, cloud.example.com",
        "schema.registry.url, 'http://registry:8081,https://cloud.example.com/x', cloud.example.com",
        "schema.registry.url, https://user:s3cret@cloud.example.com:8081/a?b=registry, cloud.example.com",
        "schema.registry.url, https://registry@cloud.example.com, cloud.example.com",
        "schema.registry.proxy.host, cloud.example.com, cloud.example.com",
        "proxy.host, cloud.example.com, cloud.example.com",
        "storage.endpoint, https://cloud.example.com, cloud.example.com",
        "catalog.url, jdbc:postgresql://cloud.example.com/catalog, cloud.example.com",
        "catalog.url, 'jdbc:postgresql://db-1:5432,cloud.example.com:5432/catalog', cloud.example.com",
        "proxy.url, socks5://cloud.example.com:1080, cloud.example.com",
        "kafka.sasl.oauthbearer.token.endpoint.url, https://login.example.com/p4th, login.example.com"
    })
    void refusesEndpointsOutsideWithTheSettingAndTheHostAndNothingElse(String setting, String value, String host) {
        Map<String, String> refused = refusals(Map.of(setting, value));

        assertThat(refused).containsOnlyKeys(setting);
        assertThat(refused.get(setting))
                .startsWith(setting + " ")
                .contains(EgressConfig.ALLOWED_HOSTS, " " + host + " ")
                .doesNotContain("user", "s3cret", "p4th");
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.bootstrap.servers, 'user:s3cret@a@b:1'",
        "schema.registry.url, 'http://registry\\@s3cret.example.com'",
        "schema.registry.url, 'http:///s3cret'",
        "proxy.url, 'http://s3cret host:1'"
    })
    void refusesWhatNamesNoHostWithoutQuotingIt(String setting, String value) {
        Map<String, String> refused = refusals(Map.of(setting, value));

        assertThat(refused).containsOnlyKeys(setting);
        assertThat(refused.get(setting)).startsWith(setting).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "schema.registry.url, 'http://registry:8081,http://user:s3cret@registry:8081'",
        "connect.url, https://user@connect:8083/",
        "kafka.sasl.oauthbearer.token.endpoint.url, https://user:s3cret@10.0.0.1/t",
        "catalog.url, jdbc:postgresql://user:s3cret@db/c"
    })
    void refusesCredentialsInAnAddressWithoutQuotingThem(String setting, String value) {
        Map<String, String> refused = refusals(Map.of(setting, value));

        assertThat(refused).containsOnlyKeys(setting);
        assertThat(refused.get(setting))
                .startsWith(setting + " must hold no user and no password")
                .doesNotContain("user:", "s3cret", "@");
    }

    @Test
    void namesEverySettingThatLeadsOutside() {
        Map<String, String> refused = refusals(Map.of(
                "kafka.bootstrap.servers", "8.8.8.8:1",
                "schema.registry.url", "http://8.8.8.8",
                "proxy.url", "http://proxy:1"));

        assertThat(refused).containsOnlyKeys("kafka.bootstrap.servers", "schema.registry.url");
    }

    @Test
    void readsParsedListsToo() {
        assertThat(refusals(Map.of("schema.registry.url", List.of("http://registry", "http://8.8.8.8"))))
                .containsOnlyKeys("schema.registry.url");
    }

    @ParameterizedTest
    @CsvSource({"*, 8.8.8.8:1, true", "'private,8.8.8.0/24', 8.8.8.8:1, true", "10.0.0.0/8, 127.0.0.1:1, false"})
    void obeysTheSetting(String allowedHosts, String servers, boolean allowed) {
        Map<String, String> settings = new HashMap<>();
        settings.put("network.allowed.hosts", allowedHosts);
        settings.put("kafka.bootstrap.servers", servers);

        assertThat(refusals(settings).isEmpty()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"''", "'*,private'", "kafka:9092"})
    void refusesAWrongSettingByItsName(String allowedHosts) {
        ConfigDef table = EgressConfig.define(new ConfigDef());
        Map<String, String> settings = Map.of("network.allowed.hosts", allowedHosts);

        assertThatThrownBy(() -> table.parse(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("network.allowed.hosts");
        assertThatThrownBy(() -> refusals(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("network.allowed.hosts");
    }

    @Test
    void tellsANameThatCannotBeLookedUpFromAHostOutside() {
        Map<String, String> settings = new HashMap<>();
        settings.put("storage.endpoint", "https://s3.corp.example:9000");
        settings.put("kafka.bootstrap.servers", "kafka.team.svc:9092");
        assertThatThrownBy(() -> requireAllowed(settings))
                .isInstanceOf(RetriableException.class)
                .hasMessage(
                        "storage.endpoint may lead outside network.allowed.hosts: the host s3.corp.example is not in it"
                                + " by name, and it cannot be looked up.");

        settings.put("kafka.bootstrap.servers", "kafka.corp.example:9092,8.8.8.8:9092");
        assertThatThrownBy(() -> requireAllowed(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "kafka.bootstrap.servers leads outside network.allowed.hosts: the host 8.8.8.8 is not in it.");

        settings.put("kafka.bootstrap.servers", "127.0.0.1:9092");
        settings.put("storage.endpoint", "https://10.1.2.3:9000");
        assertThatCode(() -> requireAllowed(settings)).doesNotThrowAnyException();
    }

    private static void requireAllowed(Map<String, ?> settings) {
        EgressConfig.requireAllowed(settings, Set.of("storage.endpoint"), name -> List.of());
    }

    /** With a name service that knows no name. */
    private static Map<String, String> refusals(Map<String, ?> settings) {
        return EgressConfig.refusals(settings, Set.of("storage.endpoint"), name -> List.of());
    }
}
