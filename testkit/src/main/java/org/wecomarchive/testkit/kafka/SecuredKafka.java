package org.wecomarchive.testkit.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.wecomarchive.testkit.server.LoopbackPorts;
import org.wecomarchive.testkit.tls.KeyStoreFile;
import org.wecomarchive.testkit.tls.TestAuthority;
import org.wecomarchive.testkit.wait.BoundedWait;

/**
 * A cluster that lets in users with a password or a certificate, over TLS, and allows them only what was granted.
 *
 * <p>{@link #cluster} is the same cluster for the test itself, without TLS and with every right. Certificates and key stores
 * are made in {@code <dir>/tls}. Safe for use by several threads, except {@link #close}.
 */
public final class SecuredKafka implements AutoCloseable {

    private static final long ADMIN_SECONDS = 120;
    private static final BoundedWait WAIT = BoundedWait.of(Duration.ofMinutes(2));
    private static final int SCRAM_ITERATIONS = 4096;

    private final EmbeddedKafka cluster;
    private final SecuredListeners listeners;
    private final TestAuthority authority;
    private final Path tls;

    private SecuredKafka(EmbeddedKafka cluster, SecuredListeners listeners, TestAuthority authority, Path tls) {
        this.cluster = cluster;
        this.listeners = listeners;
        this.authority = authority;
        this.tls = tls;
    }

    /**
     * Starts a new cluster.
     *
     * @param nodes 1 or 3
     */
    public static SecuredKafka start(Path dir, int nodes, Clock clock) throws IOException {
        Path tls = dir.resolve("tls");
        TestAuthority authority = TestAuthority.create("test authority", clock);
        List<Integer> ports = LoopbackPorts.free(2 * nodes);
        SecuredListeners listeners = new SecuredListeners(
                ports.subList(0, nodes),
                ports.subList(nodes, 2 * nodes),
                authority.issue(tls.resolve("broker.p12"), "broker"),
                authority.trust(tls.resolve("trust.p12")));
        EmbeddedKafka cluster = EmbeddedKafka.start(dir.resolve("cluster"), nodes, Optional.of(listeners));
        return new SecuredKafka(cluster, listeners, authority, tls);
    }

    /** The cluster as a super user sees it. */
    public EmbeddedKafka cluster() {
        return cluster;
    }

    /** Makes {@code User:<name>} with a new password; returns the settings of its clients once the brokers let it in. */
    public Map<String, String> userWithPassword(String name)
            throws ExecutionException, InterruptedException, TimeoutException {
        String password = UUID.randomUUID().toString();
        try (Admin admin = admin()) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS), password)))
                    .all()
                    .get(ADMIN_SECONDS, TimeUnit.SECONDS);
        }
        Map<String, String> settings = trusting(listeners.scramServers());
        settings.put("security.protocol", "SASL_SSL");
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        settings.put(
                "sasl.jaas.config",
                ScramLoginModule.class.getName() + " required username=\"" + name + "\" password=\"" + password
                        + "\";");
        WAIT.until("the brokers to know the user " + name, () -> isLetIn(settings));
        return Map.copyOf(settings);
    }

    private static boolean isLetIn(Map<String, String> settings)
            throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(Map.copyOf(settings))) {
            admin.describeCluster().nodes().get(ADMIN_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SaslAuthenticationException) {
                return false;
            }
            throw e;
        }
    }

    /** Issues a certificate to {@code User:<name>} and returns the settings of its clients. */
    public Map<String, String> userWithCertificate(String name) throws IOException {
        return identified(authority.issue(tls.resolve(name + ".p12"), name));
    }

    /** Settings of a client whose certificate comes from elsewhere. */
    public Map<String, String> identified(KeyStoreFile keyStore) {
        Map<String, String> settings = trusting(listeners.mutualTlsServers());
        settings.put("security.protocol", "SSL");
        settings.put("ssl.keystore.type", KeyStoreFile.TYPE);
        settings.put("ssl.keystore.location", keyStore.file().toString());
        settings.put("ssl.keystore.password", KeyStoreFile.PASSWORD);
        settings.put("ssl.key.password", KeyStoreFile.PASSWORD);
        return Map.copyOf(settings);
    }

    /** Grants rights; returns when the brokers have them. */
    public void grant(List<AclBinding> rights) throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = admin()) {
            admin.createAcls(rights).all().get(ADMIN_SECONDS, TimeUnit.SECONDS);
            WAIT.until("the brokers to know the rights", () -> admin.describeAcls(AclBindingFilter.ANY)
                    .values()
                    .get(ADMIN_SECONDS, TimeUnit.SECONDS)
                    .containsAll(rights));
        }
    }

    private Map<String, String> trusting(String servers) {
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers);
        settings.put("ssl.truststore.type", KeyStoreFile.TYPE);
        settings.put("ssl.truststore.location", listeners.trustStore().file().toString());
        settings.put("ssl.truststore.password", KeyStoreFile.PASSWORD);
        return settings;
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
