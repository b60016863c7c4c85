package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.wecomarchive.decryptor.Decryptor;
import org.wecomarchive.decryptor.DecryptorConfig;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.simulator.library.SimulatorLibrary;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;
import org.wecomarchive.testkit.connect.ConnectWorkerProcess;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.topics.TopicCatalog;

/** Everything a scenario plays on: real brokers, a registry, a Connect worker in its own process, a decryptor, a tenant. */
final class ScenarioStage implements AutoCloseable {

    private static final String CORP = "wwscenario00000001";
    private static final String SECRET = "a-secret-of-the-test";
    private static final String CONNECTOR = "ingestor";
    private static final String GROUP = "connect";

    private final Path dir;
    private final SimulatedTenant tenant;
    private final SimulatorServer server;
    private final EmbeddedKafka kafka;
    private final RegistryServer registry;
    private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    private final Source source;
    private Optional<ConnectWorkerProcess> worker = Optional.empty();
    private Optional<Decryptor> decryptor = Optional.empty();

    private ScenarioStage(Path dir, SimulatedTenant tenant, int nodes) throws Exception {
        this.dir = dir;
        this.tenant = tenant;
        server = SimulatorServer.start(tenant);
        // Pages take so long that a disturbance strikes amid them.
        server.conditions(CORP).delayAnswersBy(Duration.ofMillis(60));
        kafka = EmbeddedKafka.start(dir.resolve("kafka"), nodes);
        registry = RegistryServer.start(dir.resolve("registry"));
        TopicCatalog.load(Path.of("..", "deploy", "topics.yaml")).createAll(kafka.bootstrapServers(), topics.prefix());
        tenant.writePrivateKeys(dir.resolve("keys"));
        source = source();
    }

    /** Raises the servers over a tenant of so many records, of every kind, with damage, rotation and a missing key. */
    static ScenarioStage raise(Path dir, long records, int nodes) throws Exception {
        TenantSettings settings = TenantSettings.builder(CORP, SECRET, 11)
                .damageShare(0.01)
                // Not at the edge of a page; the newest key has not reached the decryptor yet.
                .rotations(records / 3 + 7, records * 2 / 3 + 7, records * 19 / 20 + 7)
                .withheldVersions(4)
                .build();
        SimulatedTenant tenant = SimulatedTenant.inMemory(settings, Clock.systemUTC());
        tenant.grow(records);
        return new ScenarioStage(dir, tenant, nodes);
    }

    SimulatedTenant tenant() {
        return tenant;
    }

    String corpId() {
        return CORP;
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    PipelineSettings settings() {
        return new PipelineSettings(kafka.bootstrapServers(), registry.url(), topics);
    }

    /** Lets records flow. */
    void start() throws Exception {
        startDecryptor();
        worker = Optional.of(startWorker());
        Map<String, String> config = new HashMap<>(settings().connector(source, 12));
        config.put("page.limit", "100");
        worker.get().putConnector(CONNECTOR, config);
    }

    void replaceWorker() throws IOException {
        worker.orElseThrow().stopHard();
        worker = Optional.of(startWorker());
    }

    void restartDecryptor() throws Exception {
        decryptor.orElseThrow().close();
        startDecryptor();
    }

    void killLibraryHosts() {
        List<ProcessHandle> hosts = ProcessHandle.current()
                .descendants()
                .filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.endsWith(".HostMain")))
                .toList();
        assertThat(hosts).as("hosts of the library").isNotEmpty();
        hosts.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() throws IOException {
        worker.ifPresent(ConnectWorkerProcess::close);
        decryptor.ifPresent(Decryptor::close);
        registry.close();
        kafka.close();
        server.close();
    }

    private void startDecryptor() throws Exception {
        Decryptor next = new Decryptor(new DecryptorConfig(settings().decryptor(source, dir.resolve("state"))));
        decryptor = Optional.of(next);
        next.start();
    }

    private ConnectWorkerProcess startWorker() throws IOException {
        return ConnectWorkerProcess.start(
                dir.resolve("workers"),
                kafka.bootstrapServers(),
                GROUP,
                kafka.nodes(),
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    }

    private Source source() throws IOException {
        Path secret = Files.writeString(dir.resolve("secret"), SECRET);
        Path library = SimulatorLibrary.install(dir.resolve("library"), server.address())
                .orElse(Path.of(server.library()));
        return new RealSource(new Options.RealTenant(library, CORP, secret, dir.resolve("keys"), ""));
    }
}
