package org.wecomarchive.quickstart.documents;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.wecomarchive.cli.CliConfig;
import org.wecomarchive.decryptor.DecryptorConfig;
import org.wecomarchive.ingestor.WeComArchiveSourceConnector;
import org.wecomarchive.sinkelasticsearch.WeComArchiveElasticsearchSinkConnector;
import org.wecomarchive.sinkiceberg.WeComArchiveIcebergSinkConnector;

/** The page of all settings, {@code docs/config.md}, written from the tables that the programs themselves read. */
final class ConfigPage {

    private static final String HEAD =
            """
            # Settings

            Generated from the programs' own tables; `mvn verify` fails when this page is stale. Secrets are passwords to every
            log and listing; give them through a config provider such as `${file:/run/secrets/wecom.properties:secret}`.
            An unknown key is refused at start, with the nearest known one, and so is what a client of Kafka or the registry would pass over
            or fail at, a `${…}` that nothing has replaced, a user or password in an address, and a file with secrets that every account can read.
            Programs write their log as text or JSON (`log.format`); connectors write into [that of their worker](../deploy/README.md#logs).
            """;

    private ConfigPage() {}

    static String text() {
        StringBuilder page = new StringBuilder(HEAD);
        section(
                page,
                "Ingestor",
                "Configuration of the connector `" + WeComArchiveSourceConnector.class.getName()
                        + "`, beside Kafka Connect's own; [what Connect must be told](../ingestor/README.md).",
                new WeComArchiveSourceConnector().config());
        section(
                page,
                "Decryptor",
                "Properties file of `bin/decryptor`; the environment overrides it, `keys.dir` as `WECOM_DECRYPTOR_KEYS_DIR`;"
                        + " [more](../decryptor/README.md).",
                DecryptorConfig.definition());
        section(
                page,
                "Elasticsearch sink",
                "Configuration of the connector `" + WeComArchiveElasticsearchSinkConnector.class.getName()
                        + "`, beside Kafka Connect's own; [more](../sink-elasticsearch/README.md).",
                new WeComArchiveElasticsearchSinkConnector().config());
        section(
                page,
                "Iceberg sink",
                "Configuration of the connector `" + WeComArchiveIcebergSinkConnector.class.getName()
                        + "`, beside Kafka Connect's own; [what Connect must be told](../sink-iceberg/README.md).",
                new WeComArchiveIcebergSinkConnector().config());
        section(
                page,
                "archivectl",
                "Properties file of `bin/archivectl`; `kafka.*` goes to the clients;" + " [more](../cli/README.md).",
                CliConfig.definition());
        return page.toString();
    }

    private static void section(StringBuilder page, String title, String introduction, ConfigDef table) {
        page.append("\n## ").append(title).append("\n\n").append(introduction).append("\n\n");
        page.append("| key | type | default | accepts | what it does |\n|---|---|---|---|---|\n");
        for (ConfigKey key : sorted(table)) {
            page.append("| `")
                    .append(key.name)
                    .append("` | ")
                    .append(key.type.name().toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(defaultOf(key))
                    .append(" | ")
                    .append(key.validator == null ? "" : cell(key.validator.toString()))
                    .append(" | ")
                    .append(cell(key.documentation))
                    .append(" |\n");
        }
    }

    private static List<ConfigKey> sorted(ConfigDef table) {
        return table.configKeys().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    private static String defaultOf(ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        // The only default a password can have is the empty one.
        boolean none = key.defaultValue == null || key.type == ConfigDef.Type.PASSWORD;
        String value = none ? "" : ConfigDef.convertToString(key.defaultValue, key.type);
        return value.isEmpty() ? "none" : "`" + cell(value) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
