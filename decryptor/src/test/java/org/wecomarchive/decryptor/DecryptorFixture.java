package org.wecomarchive.decryptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.core.ConditionFactory;
import org.wecomarchive.decryptor.fixtures.Outcomes;
import org.wecomarchive.decryptor.fixtures.RawTopic;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.ledger.Balance;
import org.wecomarchive.testkit.ledger.LedgerReader;
import org.wecomarchive.testkit.registry.RegistryServer;

/** Topics, keys and books of one test, and the settings of its decryptors; brokers and registry are shared. */
final class DecryptorFixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The key version that is not installed at first. */
    private static final int LATE_VERSION = 2;

    private final Topics topics;
    private final Path directory;
    private final String bootstrapServers;
    private final String registryUrl;
    private final LedgerReader ledger;

    DecryptorFixture(String name, Path directory, EmbeddedKafka kafka, RegistryServer registry) throws Exception {
        this.topics = new Topics(name);
        this.directory = directory;
        this.bootstrapServers = kafka.bootstrapServers();
        this.registryUrl = registry.url();
        TopicCatalog.load(Path.of("../deploy/topics.yaml")).createAll(bootstrapServers, topics.prefix(), 1);
        this.ledger = new LedgerReader(Map.of("bootstrap.servers", bootstrapServers), topics);
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    String registryUrl() {
        return registryUrl;
    }

    /** For files of the test. */
    Path directory() {
        return directory;
    }

    List<Outcomes.Line> outcomes() {
        return Outcomes.read(bootstrapServers, topics);
    }

    Topics topics() {
        return topics;
    }

    /** A tenant whose records from an index on need the late key; all other keys are installed. */
    SimulatedTenant tenant(int records, long late) throws IOException {
        TenantSettings settings = TenantSettings.builder(Records.CORP, "secret", 7)
                .damageShare(0)
                .rotations(late)
                .withheldVersions(LATE_VERSION)
                .build();
        SimulatedTenant tenant = SimulatedTenant.inMemory(settings, Clock.systemUTC());
        tenant.grow(records);
        tenant.writePrivateKeys(directory.resolve("keys"));
        return tenant;
    }

    /** Installs a key in one step, as an operator should do it. */
    void installLateKey(String pem) throws IOException {
        Path file = Files.writeString(directory.resolve("key.tmp"), pem, StandardCharsets.US_ASCII);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.move(
                file,
                directory.resolve("keys").resolve(Records.CORP).resolve(LATE_VERSION + ".pem"),
                StandardCopyOption.ATOMIC_MOVE);
    }

    /** Takes the late key away again. */
    void removeLateKey() throws IOException {
        Files.delete(directory.resolve("keys").resolve(Records.CORP).resolve(LATE_VERSION + ".pem"));
    }

    void installLateKeyOf(SimulatedTenant tenant) throws IOException {
        installLateKey(tenant.privateKeyPem(LATE_VERSION));
    }

    void publish(SimulatedTenant tenant) throws ExecutionException, InterruptedException {
        publish(tenant.after(0, (int) tenant.size()));
    }

    void publish(List<SimulatedRecord> source) throws ExecutionException, InterruptedException {
        raw().publish(source);
    }

    /** The same records again, as after a rewind. */
    void replay(List<SimulatedRecord> source) throws ExecutionException, InterruptedException {
        raw().replay(source);
    }

    /** The records of a corp whose partition is another one. */
    void publish(String corp, int partition, List<SimulatedRecord> source)
            throws ExecutionException, InterruptedException {
        raw().publish(corp, partition, source);
    }

    /** Records of a corp as nobody should write them. */
    void publish(String corp, List<RawTopic.Spoiled> source) throws ExecutionException, InterruptedException {
        raw().publishSpoiled(corp, source);
    }

    /** A value whose schema id the registry does not know. */
    void publishUnknownSchema(String corp, int partition) throws ExecutionException, InterruptedException {
        raw().publishBytes(corp, partition, new byte[] {0, 0x7f, 0, 0, 0, 1});
    }

    private RawTopic raw() {
        return new RawTopic(bootstrapServers, registryUrl, topics);
    }

    Balance balance() throws Exception {
        return ledger.read(PATIENCE).balance();
    }

    /** Seqs of the events of a delivery, each as often as it is there. */
    List<Long> events(String delivery) {
        return outcomes().stream()
                .filter(line ->
                        line.outcome().equals("events") && line.delivery().equals(delivery))
                .map(Outcomes.Line::seq)
                .toList();
    }

    DecryptorConfig config(String library, String instance) {
        return config(library, instance, Map.of());
    }

    /** @param more settings in place of the usual ones */
    DecryptorConfig config(String library, String instance, Map<String, String> more) {
        Map<String, String> settings = settings(library, instance);
        settings.putAll(more);
        return new DecryptorConfig(settings);
    }

    private Map<String, String> settings(String library, String instance) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "kafka.bootstrap.servers",
                bootstrapServers,
                "topic.prefix",
                topics.prefix(),
                "keys.dir",
                directory.resolve("keys").toString(),
                "keys.poll.ms",
                "200",
                "state.dir",
                directory.resolve("state-" + instance).toString(),
                "schema.registry.url",
                registryUrl,
                "auto.register.schemas",
                "true",
                "sdk.library",
                library,
                "http.port",
                "0"));
        // A killed instance is missed soon.
        settings.put("kafka.consumer.session.timeout.ms", "6000");
        settings.put("kafka.consumer.heartbeat.interval.ms", "1000");
        return settings;
    }

    /** Settings of {@code archivectl}. */
    Map<String, String> operatorSettings() {
        return Map.of(
                "kafka.bootstrap.servers",
                bootstrapServers,
                "topic.prefix",
                topics.prefix(),
                "schema.registry.url",
                registryUrl,
                "auto.register.schemas",
                "true");
    }

    /** Runs an instance in a process of its own until it is time to kill it. */
    void runAndKill(String library, Callable<Boolean> time) throws IOException, InterruptedException {
        Path settings = Files.writeString(
                directory.resolve("killed.properties"),
                settings(library, "killed").entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining("\n")));
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DecryptorMain.class.getName(),
                        "--config",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("killed.log").toFile())
                .start();
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> time.call() || !killed.isAlive());
        } finally {
            killed.descendants().forEach(ProcessHandle::destroyForcibly);
            killed.destroyForcibly().waitFor();
        }
    }

    /** Waits although threads of the stream may die, and be replaced, meanwhile. */
    static ConditionFactory patiently() {
        return await().dontCatchUncaughtExceptions().atMost(PATIENCE);
    }

    static void awaitParked(Decryptor decryptor, String reason, int records) {
        patiently().untilAsserted(() -> assertThat(figure(decryptor, "wecom_release_parked", reason))
                .isEqualTo(records));
    }

    /** How many threads of the stream have died. */
    static double failedThreads(Decryptor decryptor) {
        return decryptor.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("failed-stream-threads"))
                .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
                .sum();
    }

    /** A metric without tags; -1 if there is none yet. */
    static double figure(Decryptor decryptor, String name) {
        return figure(
                decryptor, metric -> metric.name().equals(name) && metric.tags().isEmpty());
    }

    /** A metric with a tag of this value; -1 if there is none yet. */
    static double figure(Decryptor decryptor, String name, String tag) {
        return figure(
                decryptor, metric -> metric.name().equals(name) && metric.tags().containsValue(tag));
    }

    private static double figure(Decryptor decryptor, Predicate<MetricName> wanted) {
        return decryptor.metrics().entrySet().stream()
                .filter(metric -> wanted.test(metric.getKey()))
                .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void close() throws IOException {
        ledger.close();
        Utils.delete(directory.toFile());
    }
}
