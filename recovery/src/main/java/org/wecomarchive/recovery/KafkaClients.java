package org.wecomarchive.recovery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import org.apache.kafka.clients.ClientDnsLookup;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.utils.Utils;

/**
 * Makes Kafka's clients. A client that cannot be made fails with one type for every reason, and with messages that quote
 * settings; here these reasons are told apart, by what the settings name and not by messages.
 *
 * <ul>
 *   <li>{@link UnresolvedBrokersException}, which heals: no name in {@code bootstrap.servers} resolves. Names of pods are
 *       not there while their pods are not.
 *   <li>{@link ClientLoginException}, for a person: the login that comes before the first connection fails (Kerberos, OAuth).
 *   <li>{@link UnusableClientException}, fatal: everything else. It names settings and quotes none.
 * </ul>
 */
public final class KafkaClients {

    private KafkaClients() {}

    /**
     * Makes a client.
     *
     * @param settings of the client, without a prefix
     * @param maker makes it from these settings; called again if it fails although names resolve
     */
    public static <C> C open(Map<String, ?> settings, Supplier<C> maker) {
        return open(settings, maker, KafkaClients::resolves);
    }

    static <C> C open(Map<String, ?> settings, Supplier<C> maker, Predicate<String> resolves) {
        try {
            return maker.get();
        } catch (KafkaException e) {
            requireNames(settings, resolves);
        }
        // The names may have come in between: a setting that is wrong fails again.
        try {
            return maker.get();
        } catch (KafkaException e) {
            requireNames(settings, resolves);
            throw told(settings, e);
        }
    }

    private static KafkaException told(Map<String, ?> settings, KafkaException failure) {
        RedactedException cause = RedactedException.of(failure);
        if (Stream.<Throwable>iterate(failure, one -> one != null, Throwable::getCause)
                .anyMatch(LoginException.class::isInstance)) {
            return new ClientLoginException(
                    "the login of a Kafka client failed (" + RedactedException.sentence(failure)
                            + "): check sasl.* and whether the server that it logs in at answers",
                    cause);
        }
        Map<String, String> refused = refusals(settings, "");
        String sentence = refused.isEmpty()
                ? "a Kafka client cannot be made with its settings (" + RedactedException.sentence(failure)
                        + "): check those of the client, such as security.protocol, sasl.* and ssl.*, and the files they name"
                : String.join(" ", refused.values());
        return new UnusableClientException(sentence, cause);
    }

    /**
     * Settings of clients that Kafka would refuse with a message that quotes a part of them: {@code sasl.jaas.config}.
     *
     * @param settings may have others
     * @param prefix of settings that go to clients, or empty; a further one, of one kind of client, may follow it
     * @return the refused settings, each with one sentence that does not quote its value
     */
    public static Map<String, String> refusals(Map<String, ?> settings, String prefix) {
        Map<String, String> refused = new TreeMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(prefix) && isJaas(key) && !isReadable(value)) {
                refused.put(
                        key,
                        key
                                + " is not in the form that JAAS asks for, <class> required <key>=\"<value>\"…; and inside a"
                                + " value, \\ goes before \" and before \\.");
            }
        });
        return refused;
    }

    private static boolean isJaas(String key) {
        return key.equals(SaslConfigs.SASL_JAAS_CONFIG) || key.endsWith("." + SaslConfigs.SASL_JAAS_CONFIG);
    }

    private static boolean isReadable(Object value) {
        Password text = value instanceof Password password ? password : new Password(String.valueOf(value));
        try {
            JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, text));
            return true;
        } catch (IllegalArgumentException | KafkaException quotes) {
            return false;
        }
    }

    private static void requireNames(Map<String, ?> settings, Predicate<String> resolves) {
        List<String> names = names(settings);
        List<String> unresolved = names.stream().filter(resolves.negate()).toList();
        boolean each = ClientDnsLookup.RESOLVE_CANONICAL_BOOTSTRAP_SERVERS_ONLY
                .toString()
                .equals(settings.get(CommonClientConfigs.CLIENT_DNS_LOOKUP_CONFIG));
        if (!unresolved.isEmpty() && (each || unresolved.size() == names.size())) {
            throw new UnresolvedBrokersException(unresolved);
        }
    }

    /** Those of them that can be read. */
    private static List<String> names(Map<String, ?> settings) {
        Object servers = settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        List<?> addresses = (List<?>)
                ConfigDef.parseType(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers, ConfigDef.Type.LIST);
        return addresses == null
                ? List.of()
                : addresses.stream()
                        .map(address -> Utils.getHost(String.valueOf(address)))
                        .filter(name -> name != null)
                        .toList();
    }

    private static boolean resolves(String name) {
        try {
            return InetAddress.getAllByName(name).length > 0;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
