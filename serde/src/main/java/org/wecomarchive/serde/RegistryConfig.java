package org.wecomarchive.serde;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.utils.ExponentialBackoff;
import org.apache.kafka.common.utils.Time;

/**
 * Settings of the way to the schema registry: the client's own keys, and two of ours.
 *
 * <p>{@link #define} has the keys that a module shows as its own; any other key of the client, such as
 * {@code schema.registry.ssl.keystore.location}, is passed on as it is.
 */
public final class RegistryConfig {

    /** Addresses of the registry, several separated by commas: the next one is used when one cannot be reached. */
    public static final String URL = "schema.registry.url";

    /** Whether an unknown schema is registered instead of refused. */
    public static final String AUTO_REGISTER = "auto.register.schemas";

    /** How long a call to the registry is repeated while the registry is away, in milliseconds. */
    public static final String RETRY_TIMEOUT_MS = "schema.registry.retry.timeout.ms";

    private static final int CACHED_SCHEMAS = 1000;
    private static final String CLIENT_PREFIX = "schema.registry.";
    private static final ConfigDef.Validator ADDRESSES =
            ConfigDef.LambdaValidator.with(RegistryConfig::requireAddresses, () -> "http or https addresses");

    /** Those of the client that hold any value; each may have {@code schema.registry.} before it. */
    private static final Set<String> OF_THE_CLIENT = Set.of(
            SchemaRegistryClientConfig.BASIC_AUTH_CREDENTIALS_SOURCE,
            SchemaRegistryClientConfig.USER_INFO_CONFIG,
            SchemaRegistryClientConfig.BEARER_AUTH_CREDENTIALS_SOURCE,
            SchemaRegistryClientConfig.BEARER_AUTH_TOKEN_CONFIG,
            SchemaRegistryClientConfig.BEARER_AUTH_ISSUER_ENDPOINT_URL,
            SchemaRegistryClientConfig.BEARER_AUTH_CLIENT_ID,
            SchemaRegistryClientConfig.BEARER_AUTH_CLIENT_SECRET,
            SchemaRegistryClientConfig.BEARER_AUTH_SCOPE,
            SchemaRegistryClientConfig.BEARER_AUTH_SCOPE_CLAIM_NAME,
            SchemaRegistryClientConfig.BEARER_AUTH_SUB_CLAIM_NAME,
            SchemaRegistryClientConfig.BEARER_AUTH_LOGICAL_CLUSTER,
            SchemaRegistryClientConfig.BEARER_AUTH_IDENTITY_POOL_ID,
            SchemaRegistryClientConfig.BEARER_AUTH_CACHE_EXPIRY_BUFFER_SECONDS,
            SchemaRegistryClientConfig.BEARER_AUTH_CUSTOM_PROVIDER_CLASS,
            SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS,
            SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS,
            SchemaRegistryClientConfig.PROXY_HOST,
            SchemaRegistryClientConfig.PROXY_PORT,
            SchemaRegistryClientConfig.MISSING_CACHE_SIZE_CONFIG,
            SchemaRegistryClientConfig.MISSING_ID_CACHE_TTL_CONFIG,
            SchemaRegistryClientConfig.MISSING_VERSION_CACHE_TTL_CONFIG,
            SchemaRegistryClientConfig.MISSING_SCHEMA_CACHE_TTL_CONFIG,
            SaslConfigs.SASL_JAAS_CONFIG,
            SaslConfigs.SASL_MECHANISM);

    private static final Set<String> OURS = Set.copyOf(define(new ConfigDef()).names());
    private static final Set<String> KNOWN = known();
    private static final List<String> PREFIXES = List.of(CLIENT_PREFIX, "basic.auth.", "bearer.auth.");
    /** From 100 ms to a second, doubling. */
    private static final ExponentialBackoff DELAYS = new ExponentialBackoff(100, 2, 1000, 0.2);

    private final AbstractConfig parsed;
    private final Map<String, Object> clientSettings;

    RegistryConfig(Map<String, ?> settings) {
        this.parsed = new AbstractConfig(define(new ConfigDef()), settings, false);
        this.clientSettings = clientSettings(parsed);
    }

    /** Adds the keys to the table of a module that has a way to the registry. */
    public static ConfigDef define(ConfigDef table) {
        return table.define(
                        URL,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ADDRESSES,
                        Importance.HIGH,
                        "Addresses of the schema registry, separated by commas; credentials do not belong here.")
                .define(
                        AUTO_REGISTER,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Whether schemas that the registry does not have are registered; else they are refused.")
                .define(
                        RETRY_TIMEOUT_MS,
                        ConfigDef.Type.LONG,
                        2000L,
                        ConfigDef.Range.atLeast(0),
                        Importance.LOW,
                        "How long one call is repeated while the schema registry is not available, in milliseconds.")
                .define(
                        SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        2000,
                        ConfigDef.Range.atLeast(1),
                        Importance.LOW,
                        "Time-out of a connection to the schema registry, in milliseconds.")
                .define(
                        SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        3000,
                        ConfigDef.Range.atLeast(1),
                        Importance.LOW,
                        "Time-out of an answer of the schema registry, in milliseconds.");
    }

    /** Whether a key among those of a program is one of the registry's client. */
    public static boolean isRead(String key) {
        return PREFIXES.stream().anyMatch(key::startsWith) || OURS.contains(key);
    }

    /** The names that the registry's client knows, ours among them. */
    public static Set<String> names() {
        return KNOWN;
    }

    /**
     * The settings of the registry's client that it does not know and would pass over: misspelt, as a rule. None of those
     * that a provider of the operator's may read is among them.
     *
     * @param settings may have others
     */
    public static Set<String> unknown(Map<String, ?> settings) {
        boolean ownProvider = settings.keySet().stream()
                .anyMatch(key -> key.endsWith(SchemaRegistryClientConfig.BEARER_AUTH_CUSTOM_PROVIDER_CLASS));
        return settings.keySet().stream()
                .filter(key -> PREFIXES.stream().anyMatch(key::startsWith) && !KNOWN.contains(key))
                .filter(key -> !ownProvider || !key.contains("bearer.auth."))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> known() {
        ConfigDef table = define(new ConfigDef());
        SchemaRegistryClientConfig.withClientSslSupport(table, CLIENT_PREFIX);
        Set<String> names = new TreeSet<>(table.names());
        OF_THE_CLIENT.forEach(name -> names.addAll(Set.of(name, CLIENT_PREFIX + name)));
        return Set.copyOf(names);
    }

    /** For a class that Kafka makes without arguments and configures afterwards. */
    static RegistrySchemas connect(Map<String, ?> settings, boolean isKey) {
        if (isKey) {
            throw new ConfigException("only values are Avro: keys of the pipeline's topics are strings");
        }
        return new RegistryConfig(settings).connect();
    }

    RegistrySchemas connect() {
        RegistryCalls calls = new RegistryCalls(
                urls().toString(), Duration.ofMillis(parsed.getLong(RETRY_TIMEOUT_MS)), DELAYS, Time.SYSTEM);
        RestService rest = new RestService(urls());
        // Gives the service its credentials and certificates.
        SchemaRegistryClient client = new CachedSchemaRegistryClient(rest, CACHED_SCHEMAS, clientSettings);
        return new RegistrySchemas(client, rest::getId, calls, parsed.getBoolean(AUTO_REGISTER));
    }

    private List<String> urls() {
        return parsed.getList(URL);
    }

    /** Passwords as text, as the client expects them, and our defaults where nothing is said. */
    private static Map<String, Object> clientSettings(AbstractConfig parsed) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(
                SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS,
                parsed.getInt(SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS));
        settings.put(
                SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS,
                parsed.getInt(SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS));
        parsed.originals().forEach((key, value) -> {
            if (value instanceof Password password) {
                settings.put(key, password.value());
            } else if (value != null) {
                settings.putIfAbsent(key, value);
            }
        });
        return settings;
    }

    /** Credentials come first: other refusals may quote an address. */
    private static void requireAddresses(String name, Object value) {
        if (value != null) {
            List<?> addresses = (List<?>) value;
            addresses.forEach(address -> requirePlainUrl(String.valueOf(address)));
            ConfigDef.ValidList.anyNonDuplicateValues(false, false).ensureValid(name, value);
        }
    }

    private static void requirePlainUrl(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(URL + " must be http or https addresses separated by commas");
        }
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw new ConfigException(URL + " must be http or https addresses separated by commas");
        }
        if (uri.getRawUserInfo() != null) {
            throw new ConfigException(URL + " must not hold credentials, which would be logged: use "
                    + SchemaRegistryClientConfig.BASIC_AUTH_CREDENTIALS_SOURCE + "=USER_INFO and "
                    + SchemaRegistryClientConfig.USER_INFO_CONFIG);
        }
    }
}
