package org.wecomarchive.testkit.kafka;

import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.wecomarchive.testkit.tls.KeyStoreFile;

/**
 * Two more listeners of every node, with TLS, and an authorizer that allows nothing that was not granted.
 *
 * <p>{@code SCRAM} asks for a name and a password (SCRAM-SHA-512), {@code MTLS} for a client certificate, whose CN becomes
 * the principal's name. Whoever comes through the plain listener is a super user: that is the test itself.
 *
 * @param scramPorts one for each node
 * @param mutualTlsPorts one for each node
 */
record SecuredListeners(
        List<Integer> scramPorts, List<Integer> mutualTlsPorts, KeyStoreFile keyStore, KeyStoreFile trustStore) {

    private static final String SCRAM = "SCRAM";
    private static final String MUTUAL_TLS = "MTLS";

    SecuredListeners {
        scramPorts = List.copyOf(scramPorts);
        mutualTlsPorts = List.copyOf(mutualTlsPorts);
    }

    String scramServers() {
        return servers(scramPorts);
    }

    String mutualTlsServers() {
        return servers(mutualTlsPorts);
    }

    /** Adds the listeners to the settings of a node that has others. */
    void addTo(Properties settings, int node) {
        String listeners = "," + SCRAM + "://127.0.0.1:" + scramPorts.get(node) + "," + MUTUAL_TLS + "://127.0.0.1:"
                + mutualTlsPorts.get(node);
        append(settings, "listeners", listeners);
        append(settings, "advertised.listeners", listeners);
        append(settings, "listener.security.protocol.map", "," + SCRAM + ":SASL_SSL," + MUTUAL_TLS + ":SSL");
        settings.put("listener.name.scram.sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put(
                "listener.name.scram.scram-sha-512.sasl.jaas.config", ScramLoginModule.class.getName() + " required;");
        settings.put("listener.name.mtls.ssl.client.auth", "required");
        settings.put("listener.name.mtls.ssl.principal.mapping.rules", "RULE:^CN=([^,]+)$/$1/");
        settings.put("ssl.keystore.type", KeyStoreFile.TYPE);
        settings.put("ssl.keystore.location", keyStore.file().toString());
        settings.put("ssl.keystore.password", KeyStoreFile.PASSWORD);
        settings.put("ssl.key.password", KeyStoreFile.PASSWORD);
        settings.put("ssl.truststore.type", KeyStoreFile.TYPE);
        settings.put("ssl.truststore.location", trustStore.file().toString());
        settings.put("ssl.truststore.password", KeyStoreFile.PASSWORD);
        settings.put("authorizer.class.name", StandardAuthorizer.class.getName());
        settings.put("super.users", "User:ANONYMOUS");
    }

    private static void append(Properties settings, String key, String more) {
        settings.put(key, settings.getProperty(key) + more);
    }

    private static String servers(List<Integer> ports) {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }
}
