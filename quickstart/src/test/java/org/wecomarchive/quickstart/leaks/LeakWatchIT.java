package org.wecomarchive.quickstart.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;

/** Each way of looking finds what is planted there: else its silence would mean nothing. */
@Timeout(600)
class LeakWatchIT {

    private static final String SECRET = "planted-secret-0815";

    @TempDir
    Path dir;

    private final LeakReport report = new LeakReport().forbid(new Forbidden().add("secret", SECRET));

    /** What can be seen of {@link Planted}. */
    public interface PlantedMBean {
        /** A value with a secret. */
        String getLeak();
    }

    /** A metric that tells what it should not. */
    public static final class Planted implements PlantedMBean {
        @Override
        public String getLeak() {
            return "x" + SECRET;
        }
    }

    @Test
    void findsKeysAsTheyStandInFiles() throws Exception {
        SimulatedTenant tenant = tenant();
        List<String> lines = tenant.privateKeyPem(1).lines().toList();
        LeakReport ofTenant = new LeakReport().forbid(new Forbidden().addTenant(tenant));

        ofTenant.look("a place", "x" + lines.get(lines.size() / 2) + "y", Plaintext.ALLOWED);
        ofTenant.look("another", "…" + SECRET, Plaintext.ALLOWED);
        ofTenant.look("events", SimulatedTenant.MARKER, Plaintext.ALLOWED);

        assertThat(ofTenant.leaks())
                .containsExactlyInAnyOrder("private key 1 of wwplanted in a place", "secret of wwplanted in another");
    }

    @Test
    void findsTheKeysOfMessages() {
        SimulatedTenant tenant = tenant();
        String key =
                Forbidden.messageKey(tenant, tenant.record(tenant.seqOf(0))).orElseThrow();

        Set<String> found = new Forbidden().addTenant(tenant).in("x" + key, Plaintext.FORBIDDEN);

        assertThat(found).containsExactly("message key of wwplanted");
    }

    @Test
    void judgesWhatWasSeenBeforeItWasForbidden() {
        LeakReport late = new LeakReport();
        late.look("a place", SECRET, Plaintext.ALLOWED);

        late.forbid(new Forbidden().add("secret", SECRET));

        assertThat(late.leaks()).containsExactly("secret in a place");
    }

    @Test
    void findsWhatStandsInFiles() throws Exception {
        Files.createDirectories(dir.resolve("logs"));
        Files.createDirectories(dir.resolve("keys"));
        Files.createDirectories(dir.resolve("wecom.archive.events.v1-0"));
        Files.writeString(dir.resolve("logs").resolve("a.log"), "…" + SimulatedTenant.MARKER);
        Files.writeString(dir.resolve("keys").resolve("1.pem"), SECRET);
        Files.writeString(dir.resolve("wecom.archive.events.v1-0").resolve("0.log"), SimulatedTenant.MARKER + SECRET);
        Files.writeString(dir.resolve("hs_err_pid1.log"), SECRET);

        new FileLeaks(report).lookBelow(dir.resolve("logs"), Set.of());
        new FileLeaks(report).lookForCrashFiles(List.of(dir), FileTime.from(Instant.EPOCH));
        String crash = "secret in the file " + dir.getFileName() + "/hs_err_pid1.log";
        assertThat(report.leaks()).containsExactlyInAnyOrder("plaintext in the file logs/a.log", crash);
        new FileLeaks(report).lookBelow(dir, Set.of("keys"));

        assertThat(report.leaks())
                .containsExactlyInAnyOrder(
                        "plaintext in the file logs/a.log",
                        crash,
                        "secret in the file wecom.archive.events.v1-0/0.log");
    }

    @Test
    void findsWhatStandsInTopics() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"), 1);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            TopicCatalog.load(Path.of("..", "deploy", "topics.yaml"))
                    .createAll(kafka.bootstrapServers(), "wecom.archive", 1);
            send(
                    producer,
                    new ProducerRecord<>("wecom.archive.raw.v1", bytes("k" + SECRET), bytes(SimulatedTenant.MARKER)));
            ProducerRecord<byte[], byte[]> event = new ProducerRecord<>(
                    "wecom.archive.events.v1", bytes(SimulatedTenant.MARKER), bytes(SimulatedTenant.MARKER));
            event.headers().add("h" + SECRET, null).add("wecom-x", bytes(SimulatedTenant.MARKER));
            send(producer, event);

            new TopicLeaks(report).lookAtAll(kafka.bootstrapServers());
        }

        assertThat(report.leaks())
                .containsExactlyInAnyOrder(
                        "secret in a key of wecom.archive.raw.v1",
                        "plaintext in a value of wecom.archive.raw.v1",
                        "plaintext in a key of wecom.archive.events.v1",
                        "secret in the name of a header of wecom.archive.events.v1",
                        "plaintext in the header wecom-x of wecom.archive.events.v1");
    }

    @Test
    void findsWhatMetricsShow() throws Exception {
        ObjectName name = new ObjectName("planted:type=metric");
        ManagementFactory.getPlatformMBeanServer().registerMBean(new Planted(), name);
        try {
            new MetricLeaks(report).lookAtThisJvm();
        } finally {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        }

        assertThat(report.leaks()).containsExactly("secret in the MBean planted Leak of this JVM");
    }

    @Test
    void findsWhatAnotherProcessShows() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dplanted=" + SECRET,
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName());
        builder.environment().put("PLANTED", SimulatedTenant.MARKER);
        Process process = builder.start();
        try (ProcessLeaks processes = ProcessLeaks.watch(report)) {
            assertThat(process.getInputStream().read()).isEqualTo('!');

            processes.look();
            assertThat(new MetricLeaks(report).lookAt(process.toHandle())).isTrue();
        } finally {
            process.destroyForcibly().waitFor(2, TimeUnit.MINUTES);
        }

        assertThat(report.leaks())
                .contains(
                        "secret in the arguments of a process",
                        "plaintext in the environment of a process",
                        "secret in the MBean java.lang InputArguments of a JVM of its own");
    }

    @Test
    void findsWhatThisJvmPrints() {
        String text;
        try (OutputCopy output = new OutputCopy()) {
            System.err.println("planted " + SECRET);
            text = output.text();
        }

        report.look("the output", text, Plaintext.FORBIDDEN);

        assertThat(report.leaks()).containsExactly("secret in the output");
    }

    /** Says that it runs, and then waits for its end. */
    static final class Waiting {

        private Waiting() {}

        public static void main(String[] arguments) throws Exception {
            System.out.print('!');
            System.out.flush();
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }

    private static SimulatedTenant tenant() {
        SimulatedTenant tenant = SimulatedTenant.inMemory(
                org.wecomarchive.simulator.tenant.TenantSettings.builder("wwplanted", SECRET, 5)
                        .rotations()
                        .build(),
                java.time.Clock.systemUTC());
        tenant.grow(3);
        return tenant;
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record)
            throws Exception {
        producer.send(record).get(2, TimeUnit.MINUTES);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
