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

/** Refuses settings that are valid one by one but contradict each other, and addresses that are not allowed. */
public final class CatalogCheck {

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

    /**
     * Settings that do not go together or lead outside {@code network.allowed.hosts}; may ask the name service.
     *
     * @return the refused settings, each with one sentence, without secrets
     */
    public static Map<String, String> refusals(CatalogConfig config) {
        Map<String, String> all = new TreeMap<>(unknownOfS3(config));
        all.putAll(combinations(config));
        all.putAll(EgressConfig.refusals(config.originals(), endpoints(config)));
        return Map.copyOf(all);
    }

    /**
     * The same for whoever is about to open the catalog.
     *
     * @throws ConfigException if something is refused
     * @throws org.wecomarchive.egress.UnresolvedEndpointsException if nothing else is, but a name cannot be looked up now
     */
    public static void require(CatalogConfig config) {
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
        String url = config.url();
        String lock = config.passedThrough(CatalogConfig.HADOOP_PREFIX).getOrDefault(HIVE_LOCK, "true");
        refuse(
                type == CatalogType.HADOOP && config.storage() != Storage.HADOOP,
                CatalogConfig.TYPE,
                "catalog.type hadoop commits by renaming a file, which only HDFS does atomically: elsewhere two commits"
                        + " could both succeed and the rows of one be lost. Use jdbc, rest or hive.");
        refuse(
                type == CatalogType.HIVE && !lock.equals("true"),
                CatalogConfig.HADOOP_PREFIX + HIVE_LOCK,
                "Hive's locks must stay on: without them two commits could both succeed and the rows of one be lost.");
        if (url.isEmpty()) {
            refuse(
                    type != CatalogType.HADOOP,
                    CatalogConfig.URL,
                    "catalog.url is required with catalog.type " + type.word() + ".");
        } else if (type == CatalogType.JDBC && !url.startsWith("jdbc:")) {
            refusals.put(CatalogConfig.URL, "catalog.url must start with jdbc: with catalog.type jdbc.");
        } else if (type == CatalogType.JDBC && !HAS_DRIVER.matcher(url).matches()) {
            refuse(
                    isEmpty(CatalogConfig.DRIVER),
                    CatalogConfig.URL,
                    "catalog.url needs catalog.driver: the drivers of SQLite and PostgreSQL are included, others are a jar"
                            + " beside the connector's.");
        }
    }

    private void warehouse() {
        CatalogType type = config.type();
        String warehouse = config.warehouse();
        refuse(
                warehouse.isEmpty() && (type == CatalogType.JDBC || type == CatalogType.HADOOP),
                CatalogConfig.WAREHOUSE,
                "catalog.warehouse is required with catalog.type " + type.word() + ".");
        refuse(
                type == CatalogType.JDBC
                        && config.storage() == Storage.LOCAL
                        && !warehouse.isEmpty()
                        && !warehouse.startsWith("file:/")
                        && !Path.of(warehouse).isAbsolute(),
                CatalogConfig.WAREHOUSE,
                "catalog.warehouse must be an absolute path or a URI.");
    }

    private void storage() {
        refuse(
                config.storage() == Storage.S3 && isEmpty(CatalogConfig.S3_ENDPOINT),
                CatalogConfig.S3_ENDPOINT,
                "s3.endpoint is required for an s3 warehouse: without it, files would go to a public cloud.");
        requireBoth(CatalogConfig.S3_ACCESS_KEY, CatalogConfig.S3_SECRET_KEY);
        requireBoth(CatalogConfig.KERBEROS_PRINCIPAL, CatalogConfig.KERBEROS_KEYTAB);
    }

    private void requireBoth(String first, String second) {
        refuse(isEmpty(first) != isEmpty(second), first, first + " and " + second + " go together.");
    }

    private boolean isEmpty(String key) {
        return config.text(key).isEmpty();
    }

    private void refuse(boolean wrong, String key, String sentence) {
        if (wrong) {
            refusals.put(key, sentence);
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
