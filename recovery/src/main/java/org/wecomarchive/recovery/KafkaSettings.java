package org.wecomarchive.recovery;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;

/**
 * Settings that go to Kafka's clients as they are, checked against the clients' own tables. A client passes over a name that
 * it does not know, so that a misspelt {@code security.protocol} means plaintext.
 *
 * <p>A plug-in of the operator's, such as a reporter of metrics, has settings that no table lists: where one is configured, an
 * unknown name is refused only if it resembles a known one.
 */
public final class KafkaSettings {

    public static final KafkaSettings OF_PRODUCERS = new KafkaSettings(List.of(ProducerConfig.configDef()), Set.of());
    public static final KafkaSettings OF_CONSUMERS = new KafkaSettings(List.of(ConsumerConfig.configDef()), Set.of());
    public static final KafkaSettings OF_ADMINS = new KafkaSettings(List.of(AdminClientConfig.configDef()), Set.of());

    /** For whatever clients a program makes. */
    public static final KafkaSettings OF_CLIENTS = new KafkaSettings(
            List.of(ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef()), Set.of());

    /** Known to the clients without being in a table: those of the reporter for JMX, of its context, of providers. */
    private static final Pattern BESIDE_THE_TABLES =
            Pattern.compile("metrics\\.jmx\\.(include|exclude)|metrics\\.context\\..+|config\\.providers(\\..+)?");

    private static final Pattern NAMES_PLUG_INS =
            Pattern.compile(".*\\.(class|classes|reporters|providers|supplier|setter)");

    private final List<ConfigDef> tables;
    private final Set<String> clientPrefixes;
    private final Set<String> names = new TreeSet<>();

    private KafkaSettings(List<ConfigDef> tables, Set<String> clientPrefixes) {
        this.tables = tables;
        this.clientPrefixes = clientPrefixes;
        tables.forEach(table -> names.addAll(table.names()));
    }

    /**
     * The same with one more table, of what makes the clients.
     *
     * @param clientPrefixes what may stand before a name to set it for one kind of client, with the dot
     */
    public KafkaSettings with(ConfigDef table, Set<String> clientPrefixes) {
        return new KafkaSettings(
                Stream.concat(tables.stream(), Stream.of(table)).toList(), clientPrefixes);
    }

    /**
     * The settings that the clients would pass over or fail at.
     *
     * @param settings may have others
     * @param prefix of those that go to the clients
     * @return the refused ones, each with one sentence that does not quote its value
     */
    public Map<String, String> refusals(Map<String, ?> settings, String prefix) {
        Map<String, Object> passed = new TreeMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(prefix) && value != null) {
                passed.put(key.substring(prefix.length()), value);
            }
        });
        boolean hasPlugIns = passed.keySet().stream()
                .map(this::bare)
                .anyMatch(name -> NAMES_PLUG_INS.matcher(name).matches());
        Map<String, String> refused = new TreeMap<>();
        passed.forEach((name, value) -> refusal(bare(name), value, hasPlugIns)
                .ifPresent(sentence -> refused.put(prefix + name, prefix + name + " " + sentence)));
        refused.putAll(KafkaClients.refusals(settings, prefix));
        return refused;
    }

    /** The name without what sets it for one kind of client. */
    public String bare(String name) {
        return clientPrefixes.stream()
                .filter(name::startsWith)
                .map(prefix -> name.substring(prefix.length()))
                .findFirst()
                .orElse(name);
    }

    private Optional<String> refusal(String name, Object value, boolean hasPlugIns) {
        if (name.equals(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            return areAddresses(value)
                    ? Optional.empty()
                    : Optional.of("must be host:port, several separated by commas: one has no port or no host.");
        }
        if (names.contains(name)) {
            return refusalOfValue(name, value);
        }
        boolean ofAPlugIn = hasPlugIns && NearestName.among(names, name).isEmpty();
        return ofAPlugIn || BESIDE_THE_TABLES.matcher(name).matches()
                ? Optional.empty()
                : Optional.of("is not a setting of Kafka's clients" + NearestName.hint(names, name) + ".");
    }

    private Optional<String> refusalOfValue(String name, Object value) {
        List<ConfigDef.ConfigKey> keys = tables.stream()
                .map(table -> table.configKeys().get(name))
                .filter(key -> key != null)
                .toList();
        return keys.stream().anyMatch(key -> accepts(key, value))
                ? Optional.empty()
                : Optional.of("does not have a value that Kafka's clients accept: " + accepted(keys.get(0)) + ".");
    }

    private static String accepted(ConfigDef.ConfigKey key) {
        return key.validator == null ? key.type.toString() : key.validator.toString();
    }

    /** Classes are loaded by whoever makes the client. */
    private static boolean accepts(ConfigDef.ConfigKey key, Object value) {
        if (key.type == ConfigDef.Type.CLASS) {
            return true;
        }
        try {
            Object parsed = ConfigDef.parseType(key.name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
            return true;
        } catch (ConfigException quotes) {
            return false;
        }
    }

    /** An empty list is not for this check to refuse. */
    private static boolean areAddresses(Object value) {
        Object list = ConfigDef.parseType(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, value, ConfigDef.Type.LIST);
        return ((Collection<?>) list)
                .stream()
                        .map(String::valueOf)
                        .allMatch(address -> address.isEmpty()
                                || (Utils.getHost(address) != null && Utils.getPort(address) != null));
    }
}
