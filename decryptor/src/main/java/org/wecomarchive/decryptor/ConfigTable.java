package org.wecomarchive.decryptor;

import static org.wecomarchive.decryptor.DecryptorConfig.APPLICATION_ID;
import static org.wecomarchive.decryptor.DecryptorConfig.BOOTSTRAP_SERVERS;
import static org.wecomarchive.decryptor.DecryptorConfig.DECRYPT_AHEAD_MAX_BYTES;
import static org.wecomarchive.decryptor.DecryptorConfig.DECRYPT_THREADS;
import static org.wecomarchive.decryptor.DecryptorConfig.ERASURES_MAX_RECORDS;
import static org.wecomarchive.decryptor.DecryptorConfig.EVENTS_MAX_BYTES;
import static org.wecomarchive.decryptor.DecryptorConfig.HEALTH_STALL_MS;
import static org.wecomarchive.decryptor.DecryptorConfig.HTTP_ADDRESS;
import static org.wecomarchive.decryptor.DecryptorConfig.HTTP_PORT;
import static org.wecomarchive.decryptor.DecryptorConfig.KEYS_ACCESS;
import static org.wecomarchive.decryptor.DecryptorConfig.KEYS_DIR;
import static org.wecomarchive.decryptor.DecryptorConfig.KEYS_PASSWORD_FILE;
import static org.wecomarchive.decryptor.DecryptorConfig.KEYS_POLL_MS;
import static org.wecomarchive.decryptor.DecryptorConfig.RSA_PROVIDER;
import static org.wecomarchive.decryptor.DecryptorConfig.SHUTDOWN_TIMEOUT_MS;
import static org.wecomarchive.decryptor.DecryptorConfig.START_FROM;
import static org.wecomarchive.decryptor.DecryptorConfig.START_TIMEOUT_MS;
import static org.wecomarchive.decryptor.DecryptorConfig.STATE_DIR;
import static org.wecomarchive.decryptor.DecryptorConfig.STREAM_THREADS;
import static org.wecomarchive.decryptor.DecryptorConfig.TOPIC_PREFIX;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.wecomarchive.schemas.Topics;

/** The table of the module's own keys. */
final class ConfigTable {

    private ConfigTable() {}

    static void kafka(ConfigDef table) {
        table.define(
                        BOOTSTRAP_SERVERS,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Kafka brokers to start from, host:port separated by commas.")
                .define(
                        TOPIC_PREFIX,
                        ConfigDef.Type.STRING,
                        Topics.DEFAULT_PREFIX,
                        Importance.MEDIUM,
                        "What the names of all topics start with.")
                .define(
                        APPLICATION_ID,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "Consumer group, and prefix of the transactional ids; empty means <topic.prefix>.decryptor.")
                .define(
                        STREAM_THREADS,
                        ConfigDef.Type.INT,
                        2,
                        Range.between(1, 64),
                        Importance.MEDIUM,
                        "Threads that read and write; each raw partition is served by one of them.")
                .define(
                        DECRYPT_THREADS,
                        ConfigDef.Type.INT,
                        0,
                        Range.between(0, 1024),
                        Importance.MEDIUM,
                        "Threads that decrypt ahead of the stream, for all partitions; 0 means one for each processor.")
                .define(
                        DECRYPT_AHEAD_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        64L * 1024 * 1024,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Raw values and results that may be held ahead of the stream, in bytes, for all partitions;"
                                + " beyond it each stream thread decrypts by itself, and always with 0.")
                .define(
                        STATE_DIR,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.LOW,
                        "Directory Kafka Streams may write to, though it keeps no state; empty means one below the"
                                + " directory for temporary files.")
                .define(
                        EVENTS_MAX_BYTES,
                        ConfigDef.Type.INT,
                        24 * 1024 * 1024,
                        Range.atLeast(1024),
                        Importance.MEDIUM,
                        "Largest event, equal to max.message.bytes of the events topic; larger ones become dead"
                                + " letters.");
    }

    static void keys(ConfigDef table) {
        table.define(
                        KEYS_DIR,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Directory of the private keys: <keys.dir>/<corp_id>/<version>.pem, PKCS#1 or PKCS#8, plain or"
                                + " encrypted.")
                .define(
                        KEYS_ACCESS,
                        ConfigDef.Type.STRING,
                        "owner",
                        ValidString.in("owner", "group"),
                        Importance.MEDIUM,
                        "Who may read key files: owner only, or the group too as in a Kubernetes secret with fsGroup;"
                                + " others never.")
                .define(
                        KEYS_PASSWORD_FILE,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "File whose content is the password of encrypted key files; as private as these. Empty refuses"
                                + " encrypted key files.")
                .define(
                        KEYS_POLL_MS,
                        ConfigDef.Type.LONG,
                        5000L,
                        Range.between(100, 3_600_000),
                        Importance.LOW,
                        "How often the key files are looked at for changes, in milliseconds.")
                .define(
                        ERASURES_MAX_RECORDS,
                        ConfigDef.Type.INT,
                        100_000,
                        Range.between(1000, 10_000_000),
                        Importance.LOW,
                        "Most orders of erasure that an instance keeps in memory, about 500 bytes each; more end the"
                                + " program, for what they name could not be kept back.")
                .define(
                        RSA_PROVIDER,
                        ConfigDef.Type.STRING,
                        "auto",
                        ValidString.in("auto", "accp", "jdk"),
                        Importance.LOW,
                        "Whose RSA computes: accp is Amazon Corretto Crypto Provider, jdk the JVM's at a quarter of its"
                                + " speed; auto is accp on Linux on x86-64 and aarch64, else jdk.");
    }

    static void process(ConfigDef table) {
        table.define(
                        HTTP_ADDRESS,
                        ConfigDef.Type.STRING,
                        "127.0.0.1",
                        new ConfigDef.NonEmptyString(),
                        Importance.MEDIUM,
                        "Address that /livez and /readyz listen on; 0.0.0.0 for the probes of Kubernetes.")
                .define(
                        HTTP_PORT,
                        ConfigDef.Type.INT,
                        8080,
                        Range.between(0, 65535),
                        Importance.MEDIUM,
                        "Port of /livez and /readyz; 0 takes any free one.")
                .define(
                        HEALTH_STALL_MS,
                        ConfigDef.Type.LONG,
                        30_000L,
                        Range.between(1000, 3_600_000),
                        Importance.LOW,
                        "Time without progress, while records wait, after which /readyz says no, in milliseconds.")
                .define(
                        START_FROM,
                        ConfigDef.Type.STRING,
                        "auto",
                        ValidString.in("auto", "beginning"),
                        Importance.LOW,
                        "Where to start when the group's committed offsets are gone, as after"
                                + " offsets.retention.minutes without an instance: auto refuses to start, beginning"
                                + " publishes everything again.")
                .define(
                        START_TIMEOUT_MS,
                        ConfigDef.Type.LONG,
                        60_000L,
                        Range.between(1000, 3_600_000),
                        Importance.LOW,
                        "Time that Kafka and the schema registry have to answer at start, in milliseconds.")
                .define(
                        SHUTDOWN_TIMEOUT_MS,
                        ConfigDef.Type.LONG,
                        15_000L,
                        Range.between(1000, 600_000),
                        Importance.LOW,
                        "Time to finish the transaction and leave the group at the end, in milliseconds; keep it below"
                                + " terminationGracePeriodSeconds.");
    }
}
