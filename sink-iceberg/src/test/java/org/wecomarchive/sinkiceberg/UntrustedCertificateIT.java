package org.wecomarchive.sinkiceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchRuntimeException;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalogAdapter;
import org.apache.iceberg.rest.RESTCatalogServlet;
import org.apache.kafka.common.utils.Time;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Change;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.sinkiceberg.catalog.CatalogConfig;
import org.wecomarchive.sinkiceberg.catalog.OpenCatalog;
import org.wecomarchive.sinkiceberg.delivery.FeedRecoveries;
import org.wecomarchive.sinkiceberg.failure.SinkFailures;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.table.TableOpening;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.connect.ConnectWorkerProcess;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.shared.SharedServers;
import org.wecomarchive.testkit.tls.KeyStoreFile;
import org.wecomarchive.testkit.tls.TestAuthority;

/** A server whose certificate is signed by an authority that the worker's JVM does not trust. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class UntrustedCertificateIT {

    private static final int WAITING_FOR_A_PERSON = 3;

    /** What the untrusted server is for the connector. */
    enum Untrusted {
        CATALOG("catalog.url") {
            @Override
            Map<String, String> settings(Path folder, String address) {
                return restCatalog(address);
            }
        },
        STORAGE("s3.endpoint") {
            @Override
            Map<String, String> settings(Path folder, String address) {
                return Map.of(
                        "catalog.url",
                        "jdbc:sqlite:" + folder.resolve("catalog.db"),
                        "catalog.warehouse",
                        "s3://archive/cold",
                        "s3.endpoint",
                        address,
                        "s3.access-key-id",
                        "key",
                        "s3.secret-access-key",
                        "s3cret");
            }
        };

        private final String setting;

        Untrusted(String setting) {
            this.setting = setting;
        }

        abstract Map<String, String> settings(Path folder, String address);
    }

    @TempDir
    Path folder;

    private final Server server = new Server();
    private OpenCatalog behind;
    private KeyStoreFile authority;
    private String address;

    @BeforeEach
    void startServer() throws Exception {
        TestAuthority unknown = TestAuthority.create("known to nobody", Clock.systemUTC());
        authority = unknown.trust(folder.resolve("authority.p12"));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(
                unknown.issue(folder.resolve("server.p12"), "localhost").file().toString());
        tls.setKeyStoreType(KeyStoreFile.TYPE);
        tls.setKeyStorePassword(KeyStoreFile.PASSWORD);
        behind = new CatalogConfig(
                        Map.of("catalog.warehouse", folder.resolve("behind").toString()))
                .open();
        ServerConnector connector = new ServerConnector(server, tls);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new RESTCatalogServlet(new RESTCatalogAdapter(behind.catalog()))), "/*");
        server.setHandler(context);
        server.start();
        address = "https://127.0.0.1:" + connector.getLocalPort();
    }

    @AfterEach
    void stopServer() throws Exception {
        server.stop();
        behind.close();
    }

    @ParameterizedTest
    @EnumSource
    void isForAPersonAtOnceWithHostAndSetting(Untrusted untrusted) {
        IcebergSinkConfig config = new IcebergSinkConfig(complete(untrusted.settings(folder, address)));
        List<Change> reports = new ArrayList<>();
        FeedRecoveries recoveries = FeedRecoveries.of(
                new Recoveries(Time.SYSTEM, reports::add),
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
                Duration.ofMinutes(1),
                config.catalog().place());

        RuntimeException failure = catchRuntimeException(() -> open(config));
        recoveries.opening().failed(SinkFailures.classify(failure));

        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.failure().failureClass()).isEqualTo(FailureClass.OPERATOR);
            assertThat(report.what()).contains(address);
            assertThat(report.failure().sentence())
                    .contains("certificate is not trusted", "javax.net.ssl.trustStore", untrusted.setting)
                    .doesNotContain("s3cret");
        });
    }

    @Test
    void hasTheTaskWaitForAPerson(SecuredKafka kafka, RegistryServer registry) throws Exception {
        try (SinkFixture fixture =
                new SinkFixture("untrusted", kafka.cluster().bootstrapServers(), registry.url(), folder)) {
            ConnectWorker worker = fixture.startWorker();
            for (Untrusted untrusted : Untrusted.values()) {
                Map<String, String> config = fixture.config();
                config.keySet().removeIf(key -> key.startsWith("catalog."));
                config.putAll(untrusted.settings(folder, address));
                config.put("tasks.max", "1");
                worker.putConnector(untrusted.name(), config);
            }

            for (Untrusted untrusted : Untrusted.values()) {
                await().atMost(2, TimeUnit.MINUTES)
                        .ignoreExceptions()
                        .untilAsserted(() -> assertThat(state(untrusted.name())).isEqualTo(WAITING_FOR_A_PERSON));
                assertThat(worker.status(untrusted.name()).running()).isTrue();
            }
        }
    }

    private static Object state(String connector) throws JMException {
        ObjectName metrics = new ObjectName("kafka.connect:type=plugins,connector=" + connector + ",task=0");
        return ManagementFactory.getPlatformMBeanServer().getAttribute(metrics, "wecom_sink_state");
    }

    /** The remedy that the message names. Java reads the trust store once, so the worker is a process of its own. */
    @Test
    void isTrustedOnceItsAuthorityIsInTheTrustStore(SecuredKafka kafka, RegistryServer registry) throws Exception {
        String brokers = kafka.cluster().bootstrapServers();
        List<String> java = List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djavax.net.ssl.trustStore=" + authority.file(),
                "-Djavax.net.ssl.trustStorePassword=" + KeyStoreFile.PASSWORD);
        try (SinkFixture fixture = new SinkFixture("trusted", brokers, registry.url(), folder);
                ConnectWorkerProcess worker =
                        ConnectWorkerProcess.start(folder.resolve("worker"), brokers, "connect-trusted", 1, java)) {
            Map<String, String> config = fixture.config();
            config.keySet().removeIf(key -> key.startsWith("catalog."));
            config.putAll(restCatalog(address));
            config.put("tasks.max", "1");

            worker.putConnector(fixture.connector(), config);

            TableIdentifier table = new IcebergSinkConfig(config).table();
            await().atMost(2, TimeUnit.MINUTES).until(() -> behind.catalog().tableExists(table));
        }
    }

    private static Table open(IcebergSinkConfig config) {
        try (OpenCatalog catalog = config.catalog().open()) {
            return TableOpening.open(catalog.catalog(), config.table(), ArchiveTable.EVENTS);
        }
    }

    private static Map<String, String> restCatalog(String address) {
        return Map.of("catalog.type", "rest", "catalog.url", address);
    }

    private static Map<String, String> complete(Map<String, String> catalog) {
        Map<String, String> settings = new HashMap<>(catalog);
        settings.put("table.kind", "events");
        settings.put("schema.registry.url", "http://127.0.0.1:1");
        settings.put("kafka.bootstrap.servers", "127.0.0.1:1");
        return settings;
    }
}
