package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.JMException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.wecomarchive.decryptor.Decryptor;
import org.wecomarchive.decryptor.DecryptorConfig;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.quickstart.leaks.LeakWatch;
import org.wecomarchive.quickstart.pipeline.PipelineSettings;
import org.wecomarchive.quickstart.tenant.RealTenant;
import org.wecomarchive.quickstart.tenant.Source;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.simulator.library.SimulatorLibrary;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;
import org.wecomarchive.testkit.committed.CommittedRecords;
import org.wecomarchive.testkit.connect.ConnectWorkerProcess;
import org.wecomarchive.testkit.connect.RunningWorker;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.registry.RegistryServer;

/** Everything a scenario plays on: real brokers, Connect workers in their own processes, a decryptor, tenants; the registry is shared. */
final class ScenarioStage implements AutoCloseable {

    static final String CONNECT_GROUP = "connect";

    private static final String CORP = "wwscenario00000001";
    static final String SECRET = "a-secret-of-the-test";
    private static final KeyPassword KEY_PASSWORD = new KeyPassword("a-password-of-the-test");

    private final Path dir;
    private final List<SimulatedTenant> tenants;
    private final SimulatorServer server;
    private final EmbeddedKafka kafka;
    private final RegistryServer registry;
    private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    private final int rawPartitions;
    private final Path secret;
    private final Path keyPassword;
    private final Path library;
    private final List<ConnectWorkerProcess> workers = new ArrayList<>();
    private final LeakWatch leaks;
    private Optional<Decryptor> decryptor = Optional.empty();

    private ScenarioStage(
            Path dir, int nodes, RegistryServer registry, TopicCatalog catalog, List<SimulatedTenant> tenants)
            throws Exception {
        this.dir = dir;
        this.registry = registry;
        this.tenants = List.copyOf(tenants);
        secret = Files.writeString(dir.resolve("secret"), SECRET);
        keyPassword = KEY_PASSWORD.writeTo(dir.resolve("key-password"));
        for (SimulatedTenant tenant : tenants) {
            tenant.writePrivateKeys(dir.resolve("keys"));
            KEY_PASSWORD.protect(
                    dir.resolve("keys").resolve(tenant.settings().corpId()).resolve("1.pem"));
        }
        leaks = LeakWatch.begin(dir, Set.of("secret", "keys", "key-password"))
                .forbid(tenants, Map.of("password of the keys", KEY_PASSWORD.text()));
        server = SimulatorServer.start(0, tenants);
        kafka = EmbeddedKafka.start(dir.resolve("kafka"), nodes);
        catalog.createAll(kafka.bootstrapServers(), topics.prefix());
        rawPartitions = catalog.topic("raw.v1").partitions();
        library = SimulatorLibrary.install(dir.resolve("library"), server.address())
                .orElse(Path.of(server.library()));
        for (SimulatedTenant tenant : tenants) {
            // Pages take so long that a disturbance strikes amid them.
            server.conditions(tenant.settings().corpId()).delayAnswersBy(Duration.ofMillis(150));
        }
    }

    /** Raises three brokers over a tenant without a record yet: so many are to come, of every kind, with damage and rotations. */
    static ScenarioStage raise(Path dir, RegistryServer registry, long records) throws Exception {
        TenantSettings settings = TenantSettings.builder(CORP, SECRET, 11)
                .damageShare(0.01)
                // Not at the edge of a page; the newest key has not reached the decryptor yet.
                .rotations(records / 3 + 7, records * 2 / 3 + 7, records * 19 / 20 + 7)
                .withheldVersions(4)
                .build();
        return new ScenarioStage(dir, 3, registry, catalog(), List.of(tenant(settings, 0)));
    }

    /** Raises the servers, one broker, over some tenants; the first is the one that a {@link RedundantPipeline} connects. */
    static ScenarioStage raise(Path dir, RegistryServer registry, TopicCatalog catalog, SimulatedTenant... tenants)
            throws Exception {
        return new ScenarioStage(dir, 1, registry, catalog, List.of(tenants));
    }

    /** A tenant of so many records with a little damage and one rotation. */
    static SimulatedTenant tenant(String corpId, long records) {
        return tenant(
                TenantSettings.builder(corpId, SECRET, 12)
                        .damageShare(0.01)
                        .rotations(307L)
                        .build(),
                records);
    }

    /** A tenant as it is wished. */
    static SimulatedTenant tenant(TenantSettings settings, long records) {
        SimulatedTenant tenant = SimulatedTenant.inMemory(settings, Clock.systemUTC());
        tenant.grow(records);
        return tenant;
    }

    /** The topics as a site makes them. */
    static TopicCatalog catalog() throws IOException {
        return TopicCatalog.load(Path.of("..", "deploy", "topics.yaml"));
    }

    List<SimulatedTenant> tenants() {
        return tenants;
    }

    SimulatedTenant tenant(String corpId) {
        return tenants.stream()
                .filter(tenant -> tenant.settings().corpId().equals(corpId))
                .findFirst()
                .orElseThrow();
    }

    SimulatedTenant tenant() {
        return tenants.get(0);
    }

    String corpId() {
        return tenant().settings().corpId();
    }

    SimulatorServer server() {
        return server;
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    PipelineSettings settings() {
        return new PipelineSettings(kafka.bootstrapServers(), registry.url(), topics);
    }

    /** The settings of a corp's connector, to be changed at will. */
    Map<String, String> connector(String corpId) {
        Map<String, String> config = new HashMap<>(settings().connector(source(corpId), rawPartitions, 0));
        config.put("page.limit", "50");
        return config;
    }

    /** The settings of a decryptor, to be changed at will. */
    Map<String, String> decryptor(String name) {
        Map<String, String> config = new HashMap<>(settings().decryptor(source(corpId()), dir.resolve(name)));
        config.put("keys.password.file", keyPassword.toString());
        return config;
    }

    int partitions(String topic) throws Exception {
        try (Admin admin = admin()) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(30, TimeUnit.SECONDS)
                    .get(topic)
                    .partitions()
                    .size();
        }
    }

    /** Gives a topic more partitions. */
    void grow(String topic, int partitions) throws Exception {
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    /** Where each corp has records, by a consumer that knows all partitions from its start. */
    Map<String, Set<Integer>> partitionsByCorp(String topic) throws Exception {
        Map<String, Set<Integer>> partitions = new HashMap<>();
        new CommittedRecords(kafka.bootstrapServers(), topic).forEach(record -> partitions
                .computeIfAbsent(
                        new String(record.headers().lastHeader(HeaderNames.CORP).value(), StandardCharsets.UTF_8),
                        corp -> new TreeSet<>())
                .add(record.partition()));
        return partitions;
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    ConnectWorkerProcess startWorker() throws IOException {
        ConnectWorkerProcess worker = ConnectWorkerProcess.start(
                dir.resolve("workers"),
                kafka.bootstrapServers(),
                CONNECT_GROUP,
                kafka.nodes(),
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        workers.add(worker);
        return worker;
    }

    void startDecryptor() throws Exception {
        Decryptor next = new Decryptor(new DecryptorConfig(decryptor("state")));
        decryptor = Optional.of(next);
        next.start();
    }

    void killLibraryHosts() throws Exception {
        List<ProcessHandle> hosts = ProcessHandle.current()
                .descendants()
                .filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.endsWith(".HostMain")))
                .toList();
        assertThat(hosts).as("hosts of the library").isNotEmpty();
        for (ProcessHandle host : hosts) {
            lookForLeaksIn(host);
        }
        hosts.forEach(ProcessHandle::destroyForcibly);
    }

    /** A JVM that is about to be killed: its metrics cannot be looked at later. */
    void lookForLeaksIn(ProcessHandle jvm) throws JMException {
        leaks.lookAtJvm(jvm);
    }

    /** A worker that the stage has not started. */
    void lookForLeaksAt(RunningWorker worker) throws Exception {
        leaks.lookAtWorker(worker.rest().base());
    }

    /** Ends everything; fails if plaintext, keys or secrets can be seen anywhere. */
    @Override
    public void close() throws IOException {
        try {
            lookForLeaks();
        } finally {
            closeServers();
        }
        leaks.finish();
    }

    private void lookForLeaks() {
        try {
            for (ConnectWorkerProcess worker : workers) {
                if (worker.process().isAlive()) {
                    leaks.lookAtWorker(worker.rest().base());
                }
            }
            leaks.lookAtServers(kafka.bootstrapServers());
        } catch (Exception e) {
            throw new IllegalStateException("the stage cannot be searched for leaks", e);
        }
    }

    private void closeServers() throws IOException {
        workers.forEach(ConnectWorkerProcess::close);
        decryptor.ifPresent(Decryptor::close);
        kafka.close();
        server.close();
    }

    private Source source(String corpId) {
        return new RealTenant(library, corpId, secret, dir.resolve("keys"), "").source();
    }
}
