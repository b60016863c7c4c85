package org.wecomarchive.sinkiceberg.catalog;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.apache.kafka.common.config.ConfigException;
import org.wecomarchive.egress.EgressConfig;
import org.wecomarchive.recovery.NearestName;

/** Settings that are each right and do not go together. */
final class CatalogCheck {

    private static final String HIVE_LOCK = "iceberg.engine.hive.lock-enabled";

    private static final Pattern HAS_DRIVER = Pattern.compile("jdbc:(sqlite|postgresql):.*");

    /** Passed-through settings that hold addresses: the name node, the metastore, an identity provider. */
    private static final Pattern ENDPOINT =
            Pattern.compile("(hadoop|catalog\\.option)\\.(.*[.-])?(defaultFS|rpc-address\\..*|uris?|endpoint)");

    private final CatalogConfig config;
    private final Map<String, String> refusals = new TreeMap<>();

    private CatalogCheck(CatalogConfig config) {
        this.config = config;
    }

    static Map<String, String> refusals(CatalogConfig config) {
        Map<String, String> all = new TreeMap<>(unknownOfS3(config));
        all.putAll(combinations(config));
        all.putAll(EgressConfig.refusals(config.originals(), endpoints(config)));
        return Map.copyOf(all);
    }

    static void require(CatalogConfig config) {
        Map<String, String> refused = combinations(config);
        if (!refused.isEmpty()) {
            throw new ConfigException(String.join(" ", refused.values()));
        }
        EgressConfig.requireAllowed(config.originals(), endpoints(config));
    }

    private static Map<String, String> combinations(CatalogConfig config) {
        CatalogCheck check = new CatalogCheck(config);
        check.catalog();
        check.warehouse();
        check.storage();
        check.kerberos();
        return check.refusals;
    }

    /** Iceberg passes over names that it does not know. */
    private static Map<String, String> unknownOfS3(CatalogConfig config) {
        Set<String> known = Arrays.stream(S3FileIOProperties.class.getFields())
                .filter(field -> field.getType() == String.class && Modifier.isStatic(field.getModifiers()))
                .map(CatalogCheck::value)
                .filter(name -> name.startsWith(CatalogConfig.S3_PREFIX))
                .collect(Collectors.toCollection(TreeSet::new));
        known.add(CatalogConfig.S3_REGION);
        known.add(CatalogConfig.S3_PREFIX + "signer.");
        Set<String> unknown = config.originals().keySet().stream()
                .filter(key -> key.startsWith(CatalogConfig.S3_PREFIX) && !known.contains(key))
                .filter(key -> known.stream().noneMatch(prefix -> prefix.endsWith(".") && key.startsWith(prefix)))
                .collect(Collectors.toSet());
        return NearestName.refusals(unknown, "Iceberg's S3FileIO", known);
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private void catalog() {
        CatalogType type = config.type();
        if (type == CatalogType.HADOOP && config.storage() != Storage.HADOOP) {
            refusals.put(
                    CatalogConfig.TYPE,
                    "catalog.type hadoop commits by renaming a file, which only HDFS does atomically: elsewhere two commits"
                            + " could both succeed and the rows of one be lost. Use jdbc, rest or hive.");
        }
        if (config.url().isEmpty() && type != CatalogType.HADOOP) {
            refusals.put(CatalogConfig.URL, "catalog.url is required with catalog.type " + type.word() + ".");
        }
        if (type == CatalogType.JDBC
                && !config.url().startsWith("jdbc:")
                && !config.url().isEmpty()) {
            refusals.put(CatalogConfig.URL, "catalog.url must start with jdbc: with catalog.type jdbc.");
        }
        if (type == CatalogType.JDBC
                && config.url().startsWith("jdbc:")
                && !HAS_DRIVER.matcher(config.url()).matches()
                && config.getString(CatalogConfig.DRIVER).isEmpty()) {
            refusals.put(
                    CatalogConfig.URL,
                    "catalog.url needs catalog.driver: the drivers of SQLite and PostgreSQL are included, others are a jar"
                            + " beside the connector's.");
        }
        String lock = config.passedThrough(CatalogConfig.HADOOP_PREFIX).getOrDefault(HIVE_LOCK, "true");
        if (type == CatalogType.HIVE && !lock.equals("true")) {
            refusals.put(
                    CatalogConfig.HADOOP_PREFIX + HIVE_LOCK,
                    "Hive's locks must stay on: without them two commits could both succeed and the rows of one be lost.");
        }
    }

    private void warehouse() {
        CatalogType type = config.type();
        String warehouse = config.warehouse();
        if (warehouse.isEmpty() && (type == CatalogType.JDBC || type == CatalogType.HADOOP)) {
            refusals.put(
                    CatalogConfig.WAREHOUSE, "catalog.warehouse is required with catalog.type " + type.word() + ".");
        }
        if (type == CatalogType.JDBC
                && config.storage() == Storage.LOCAL
                && !warehouse.isEmpty()
                && !isAbsolute(warehouse)) {
            refusals.put(CatalogConfig.WAREHOUSE, "catalog.warehouse must be an absolute path or a URI.");
        }
    }

    private static boolean isAbsolute(String warehouse) {
        return warehouse.startsWith("file:/") || Path.of(warehouse).isAbsolute();
    }

    private void storage() {
        if (config.storage() == Storage.S3
                && config.getString(CatalogConfig.S3_ENDPOINT).isEmpty()) {
            refusals.put(
                    CatalogConfig.S3_ENDPOINT,
                    "s3.endpoint is required for an s3 warehouse: without it, files would go to a public cloud.");
        }
        boolean key = config.getString(CatalogConfig.S3_ACCESS_KEY).isEmpty();
        boolean secret = config.secret(CatalogConfig.S3_SECRET_KEY).isEmpty();
        if (key != secret) {
            refusals.put(CatalogConfig.S3_ACCESS_KEY, "s3.access-key-id and s3.secret-access-key go together.");
        }
    }

    private void kerberos() {
        boolean principal = config.getString(CatalogConfig.KERBEROS_PRINCIPAL).isEmpty();
        boolean keytab = config.getString(CatalogConfig.KERBEROS_KEYTAB).isEmpty();
        if (principal != keytab) {
            refusals.put(
                    CatalogConfig.KERBEROS_PRINCIPAL,
                    "catalog.kerberos.principal and catalog.kerberos.keytab go together.");
        }
    }

    /** What names a host: a warehouse in HDFS does, one in S3 names a bucket, and a logical name has one label. */
    private static Set<String> endpoints(CatalogConfig config) {
        Set<String> endpoints = new TreeSet<>(Set.of(CatalogConfig.S3_ENDPOINT));
        if (config.storage() == Storage.HADOOP && config.warehouse().contains("://")) {
            endpoints.add(CatalogConfig.WAREHOUSE);
        }
        config.originals().keySet().stream()
                .filter(key -> ENDPOINT.matcher(key).matches())
                .forEach(endpoints::add);
        return endpoints;
    }
}
