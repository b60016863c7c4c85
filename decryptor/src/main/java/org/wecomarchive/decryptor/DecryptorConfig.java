package org.wecomarchive.decryptor;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.wecomarchive.decryptor.crypto.RsaProvider;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.keyring.KeyFileAccess;
import org.wecomarchive.decryptor.keyring.PemPassword;
import org.wecomarchive.decryptor.stream.StartFrom;
import org.wecomarchive.egress.EgressConfig;
import org.wecomarchive.egress.RefusedEndpointsException;
import org.wecomarchive.financesdk.SdkConfig;
import org.wecomarchive.financesdk.SdkSettings;
import org.wecomarchive.recovery.LogFormat;
import org.wecomarchive.recovery.NearestName;
import org.wecomarchive.recovery.ProgramSettings;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RegistryConfig;

/**
 * Settings of the decryptor.
 *
 * <p>Values may refer to {@code ${file:PATH:KEY}}, {@code ${directory:PATH:FILE}} and {@code ${env:NAME}}. Everything under
 * {@code kafka.} goes to the Kafka clients, the keys of the registry client to that. Any other unknown key is refused.
 */
public final class DecryptorConfig extends AbstractConfig {

    static final String KAFKA_PREFIX = "kafka.";
    static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";
    static final String TOPIC_PREFIX = "topic.prefix";
    static final String APPLICATION_ID = "application.id";
    static final String STREAM_THREADS = "stream.threads";
    static final String DECRYPT_THREADS = "decrypt.threads";
    static final String DECRYPT_AHEAD_MAX_BYTES = "decrypt.ahead.max.bytes";
    static final String STATE_DIR = "state.dir";
    static final String EVENTS_MAX_BYTES = "events.max.bytes";
    static final String KEYS_DIR = "keys.dir";
    static final String KEYS_ACCESS = "keys.access";
    static final String KEYS_PASSWORD_FILE = "keys.password.file";
    static final String KEYS_POLL_MS = "keys.poll.ms";
    static final String ERASURES_MAX_RECORDS = "erasures.max.records";
    static final String RSA_PROVIDER = "rsa.provider";
    static final String HTTP_ADDRESS = "http.address";
    static final String HTTP_PORT = "http.port";
    static final String HEALTH_STALL_MS = "health.stall.ms";
    static final String START_FROM = "start.from";
    static final String START_TIMEOUT_MS = "start.timeout.ms";
    static final String SHUTDOWN_TIMEOUT_MS = "shutdown.timeout.ms";

    private static final List<String> PASSED_ON =
            List.of(KAFKA_PREFIX, "schema.registry.", "basic.auth.", "bearer.auth.", "config.providers");
    private static final String RELEASE_MAX_RECORDS = "release.max.records";
    private static final long LONGEST_PAYLOAD_CALL_MS = 2000;

    /**
     * Reads and checks settings.
     *
     * @throws ConfigException when one is missing, unknown or out of bounds; the message names it
     */
    public DecryptorConfig(Map<String, String> settings) {
        super(definition(), settings, ProgramSettings.PROVIDERS, false);
        settings.keySet().stream().sorted().forEach(DecryptorConfig::requireKnown);
        StreamSettings.refuseGuarded(originalsWithPrefix(KAFKA_PREFIX).keySet());
        ProgramSettings.check(settings, originals(), StreamSettings.KNOWN);
        ProgramSettings.refuse(NearestName.refusals(
                RegistryConfig.unknown(originals()), "the registry's client", RegistryConfig.names()));
        if (sdk().decryptTimeout().toMillis() > LONGEST_PAYLOAD_CALL_MS) {
            throw new ConfigException(SdkConfig.DECRYPT_TIMEOUT_MS + " must be at most " + LONGEST_PAYLOAD_CALL_MS
                    + " here: a transaction that waits longer times out");
        }
        topics();
    }

    /** The table of keys. */
    public static ConfigDef definition() {
        ConfigDef table = new ConfigDef();
        ConfigTable.kafka(table);
        ConfigTable.keys(table);
        ConfigTable.process(table);
        return LogFormat.define(EgressConfig.define(RegistryConfig.define(SdkConfig.define(table))));
    }

    private static void requireKnown(String key) {
        if (key.equals(RELEASE_MAX_RECORDS)) {
            throw new ConfigException(key + " is gone: parked records are released without a limit. Remove it");
        }
        if (!definition().names().contains(key) && PASSED_ON.stream().noneMatch(key::startsWith)) {
            throw new ConfigException("unknown setting " + key
                    + NearestName.hint(definition().names(), key) + "; --help lists the known ones,"
                    + " and settings of the Kafka clients start with " + KAFKA_PREFIX);
        }
    }

    /**
     * Refuses endpoints outside {@code network.allowed.hosts}; asks the name service.
     *
     * @throws FatalTroubleException when there are any; the message names settings and hosts
     * @throws org.wecomarchive.egress.UnresolvedEndpointsException when a name cannot be looked up now
     */
    void requireAllowedEndpoints() {
        try {
            EgressConfig.requireAllowed(originals());
        } catch (RefusedEndpointsException e) {
            throw new FatalTroubleException(e.getMessage());
        }
    }

    public Topics topics() {
        try {
            return new Topics(getString(TOPIC_PREFIX));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(TOPIC_PREFIX + ": " + e.getMessage());
        }
    }

    /** The consumer group and the prefix of the transactional ids. */
    public String applicationId() {
        String id = getString(APPLICATION_ID);
        return id.isEmpty() ? getString(TOPIC_PREFIX) + ".decryptor" : id;
    }

    int streamThreads() {
        return getInt(STREAM_THREADS);
    }

    /** Threads that decrypt ahead of the stream, at least 1. */
    int decryptThreads() {
        int threads = getInt(DECRYPT_THREADS);
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }

    /** Bytes that may be held ahead of the stream; 0 means that nothing is decrypted ahead. */
    long decryptAheadMaxBytes() {
        return getLong(DECRYPT_AHEAD_MAX_BYTES);
    }

    Path stateDir() {
        String directory = getString(STATE_DIR);
        return directory.isEmpty()
                ? Path.of(System.getProperty("java.io.tmpdir"), applicationId())
                : Path.of(directory);
    }

    int eventsMaxBytes() {
        return getInt(EVENTS_MAX_BYTES);
    }

    Path keysDir() {
        return Path.of(getString(KEYS_DIR));
    }

    KeyFileAccess keyFileAccess() {
        return getString(KEYS_ACCESS).equals("group") ? KeyFileAccess.GROUP_READ : KeyFileAccess.OWNER;
    }

    PemPassword keysPassword() {
        String file = getString(KEYS_PASSWORD_FILE);
        return file.isEmpty() ? PemPassword.none() : PemPassword.in(Path.of(file));
    }

    int erasuresMaxRecords() {
        return getInt(ERASURES_MAX_RECORDS);
    }

    Duration keysPoll() {
        return Duration.ofMillis(getLong(KEYS_POLL_MS));
    }

    RsaProvider rsaProvider() {
        return RsaProvider.valueOf(getString(RSA_PROVIDER).toUpperCase(Locale.ROOT));
    }

    SdkSettings sdk() {
        return SdkConfig.settings(this);
    }

    /** Where the health endpoints listen; port 0 takes any free one. */
    InetSocketAddress http() {
        return new InetSocketAddress(getString(HTTP_ADDRESS), getInt(HTTP_PORT));
    }

    Duration healthStall() {
        return Duration.ofMillis(getLong(HEALTH_STALL_MS));
    }

    StartFrom startFrom() {
        return StartFrom.valueOf(getString(START_FROM).toUpperCase(Locale.ROOT));
    }

    Duration startTimeout() {
        return Duration.ofMillis(getLong(START_TIMEOUT_MS));
    }

    Duration shutdownTimeout() {
        return Duration.ofMillis(getLong(SHUTDOWN_TIMEOUT_MS));
    }

    /** Settings for every Kafka client, without the prefix. */
    Map<String, Object> kafka() {
        return originalsWithPrefix(KAFKA_PREFIX);
    }

    /** Settings for the registry's client, which passes over all others. */
    Map<String, Object> registry() {
        Map<String, Object> settings = originals();
        settings.keySet().removeIf(key -> key.startsWith(KAFKA_PREFIX));
        return settings;
    }
}
