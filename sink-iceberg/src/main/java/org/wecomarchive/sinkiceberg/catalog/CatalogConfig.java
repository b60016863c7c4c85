package org.wecomarchive.sinkiceberg.catalog;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Namespace;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.wecomarchive.egress.EgressConfig;

/**
 * The settings of catalog and storage: a fragment of the connector's, and all that a reader of the tables needs.
 *
 * <p>Settings below the {@linkplain #knows prefixes} go on as they are: {@code s3.*} to Iceberg's S3FileIO,
 * {@code hadoop.*} without the prefix to Hadoop's configuration, {@code catalog.option.*} without the prefix to the
 * catalog, where they win over what we set.
 */
public final class CatalogConfig extends AbstractConfig {

    static final String TYPE = "catalog.type";
    public static final String URL = "catalog.url";
    static final String USER = "catalog.user";
    static final String PASSWORD = "catalog.password";
    static final String CREDENTIAL = "catalog.credential";
    static final String TOKEN = "catalog.token";
    static final String DRIVER = "catalog.driver";
    static final String NAME = "catalog.name";
    static final String WAREHOUSE = "catalog.warehouse";
    static final String HADOOP_CONF_DIR = "catalog.hadoop.conf.dir";
    static final String KERBEROS_PRINCIPAL = "catalog.kerberos.principal";
    static final String KERBEROS_KEYTAB = "catalog.kerberos.keytab";
    public static final String NAMESPACE = "table.namespace";
    static final String S3_ENDPOINT = "s3.endpoint";
    static final String S3_REGION = "s3.region";
    static final String S3_PATH_STYLE = "s3.path-style-access";
    static final String S3_ACCESS_KEY = "s3.access-key-id";
    static final String S3_SECRET_KEY = "s3.secret-access-key";
    static final String S3_SESSION_TOKEN = "s3.session-token";

    static final String S3_PREFIX = "s3.";
    static final String HADOOP_PREFIX = "hadoop.";
    static final String OPTION_PREFIX = "catalog.option.";

    private static final String LEVELS = "letters, digits, _ and -, in levels separated by single dots";
    private static final Pattern DOT = Pattern.compile("\\.");

    private static final Validator TYPES = ConfigDef.ValidString.in(
            Stream.of(CatalogType.values()).map(CatalogType::word).toArray(String[]::new));

    private static final Validator URLS =
            LambdaValidator.with(CatalogConfig::requireNoSecret, () -> "a URL without user and password");

    private static final Validator NAMESPACES = LambdaValidator.with(CatalogConfig::requireLevels, () -> LEVELS);

    private static final ConfigDef DEFINITION = EgressConfig.define(define(new ConfigDef()));

    /**
     * Reads the settings; those that are not ours are left alone.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a value is wrong by itself
     */
    public CatalogConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
    }

    /** Whether a key is passed through, so that it need not be in the definition. */
    public static boolean knows(String key) {
        return key.startsWith(S3_PREFIX) || key.startsWith(HADOOP_PREFIX) || key.startsWith(OPTION_PREFIX);
    }

    /** Adds the keys to a definition and returns it; {@code network.allowed.hosts} is not among them. */
    public static ConfigDef define(ConfigDef definition) {
        return defineStorage(defineCatalog(definition));
    }

    private static void requireNoSecret(String name, Object value) {
        String url = String.valueOf(value).toLowerCase(Locale.ROOT);
        if (url.contains("password=") || url.contains("@")) {
            throw new ConfigException(
                    name + " must hold no user and no password: they belong into " + USER + " and " + PASSWORD);
        }
    }

    private static void requireLevels(String name, Object value) {
        if (!String.valueOf(value).matches("[\\p{L}\\p{N}_-]+(\\.[\\p{L}\\p{N}_-]+)*")) {
            throw new ConfigException(name + " must be " + LEVELS);
        }
    }

    private static ConfigDef defineCatalog(ConfigDef definition) {
        return definition
                .define(TYPE, ConfigDef.Type.STRING, "jdbc", TYPES, Importance.HIGH, "Kind of catalog.")
                .define(
                        URL,
                        ConfigDef.Type.STRING,
                        "",
                        URLS,
                        Importance.HIGH,
                        "Where the catalog is: jdbc:postgresql://host/database, jdbc:sqlite:/path, https://host/ of a REST"
                                + " catalog, thrift://host:9083 of a Hive metastore. Empty with jdbc: SQLite, catalog.db in a"
                                + " local warehouse.")
                .define(USER, ConfigDef.Type.STRING, "", Importance.MEDIUM, "User of the catalog's database.")
                .define(PASSWORD, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "Password of the catalog's database.")
                .define(
                        CREDENTIAL,
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.MEDIUM,
                        "OAuth2 client credential of a REST catalog, id:secret.")
                .define(TOKEN, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "Bearer token of a REST catalog.")
                .define(
                        DRIVER,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.LOW,
                        "Class of the database's driver, in a jar beside the connector's; empty for SQLite and PostgreSQL,"
                                + " which are included.")
                .define(
                        NAME,
                        ConfigDef.Type.STRING,
                        "wecom_archive",
                        new ConfigDef.NonEmptyString(),
                        Importance.LOW,
                        "Name of the catalog within its database; readers must use the same.")
                .define(
                        NAMESPACE,
                        ConfigDef.Type.STRING,
                        "wecom_archive",
                        NAMESPACES,
                        Importance.MEDIUM,
                        "Namespace (database) of the tables, made if absent; levels are separated by dots.");
    }

    private static ConfigDef defineStorage(ConfigDef definition) {
        return definition
                .define(
                        WAREHOUSE,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.HIGH,
                        "Where new tables are put: an absolute path, hdfs://host/path or s3://bucket/path; the name of the"
                                + " warehouse with a REST catalog. Required with jdbc and hadoop.")
                .define(
                        HADOOP_CONF_DIR,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.LOW,
                        "Directory with core-site.xml, hdfs-site.xml and hive-site.xml; hadoop.* wins over them.")
                .define(
                        KERBEROS_PRINCIPAL,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.LOW,
                        "Kerberos principal for HDFS and Hive; needs hadoop.hadoop.security.authentication=kerberos, there"
                                + " or in core-site.xml.")
                .define(KERBEROS_KEYTAB, ConfigDef.Type.STRING, "", Importance.LOW, "Keytab file of the principal.")
                .define(
                        S3_ENDPOINT,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.HIGH,
                        "Address of the S3-compatible storage, https://host:port; required for s3:// locations.")
                .define(
                        S3_REGION,
                        ConfigDef.Type.STRING,
                        "us-east-1",
                        Importance.LOW,
                        "Region that requests are signed for.")
                .define(
                        S3_PATH_STYLE,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Whether the bucket is in the path and not in the host name.")
                .define(S3_ACCESS_KEY, ConfigDef.Type.STRING, "", Importance.MEDIUM, "Access key of the S3 storage.")
                .define(S3_SECRET_KEY, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "Secret key of the S3 storage.")
                .define(
                        S3_SESSION_TOKEN,
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.LOW,
                        "Session token of the S3 storage.");
    }

    /**
     * Opens the catalog; may take as long as its server lets us wait.
     *
     * @throws org.apache.kafka.common.config.ConfigException if something is refused, or a class is not there
     * @throws org.wecomarchive.egress.UnresolvedEndpointsException if a name cannot be looked up now
     */
    public OpenCatalog open() {
        return OpenCatalog.of(this);
    }

    /** Namespace of the tables. */
    public Namespace namespace() {
        return Namespace.of(DOT.split(getString(NAMESPACE), -1));
    }

    /** Where catalog and files are, for messages. */
    public String place() {
        String url = url().replaceFirst("[?;].*", "");
        String endpoint = getString(S3_ENDPOINT);
        return Stream.of(url, warehouse(), endpoint)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    CatalogType type() {
        return CatalogType.named(getString(TYPE));
    }

    Storage storage() {
        return Storage.of(warehouse());
    }

    String warehouse() {
        return getString(WAREHOUSE);
    }

    /** Address of the catalog; SQLite in the local warehouse if none is set. */
    String url() {
        String url = getString(URL);
        if (url.isEmpty() && type() == CatalogType.JDBC && storage() == Storage.LOCAL) {
            return "jdbc:sqlite:" + LocalFiles.path(warehouse()).resolve("catalog.db");
        }
        return url;
    }

    /** Settings passed through below a prefix, without it, as texts; those of the definition are not among them. */
    Map<String, String> passedThrough(String prefix) {
        Map<String, String> passed = new TreeMap<>();
        originals().forEach((key, value) -> {
            if (key.startsWith(prefix) && !DEFINITION.names().contains(key)) {
                passed.put(key.substring(prefix.length()), String.valueOf(value));
            }
        });
        return passed;
    }

    /** A value as a text, also that of a password, for handing it on; empty if it is not set. */
    String text(String key) {
        return get(key) instanceof Password password ? password.value() : String.valueOf(get(key));
    }
}
