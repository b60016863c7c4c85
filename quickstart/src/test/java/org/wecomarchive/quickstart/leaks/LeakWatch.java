package org.wecomarchive.quickstart.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.wecomarchive.simulator.tenant.SimulatedTenant;

/**
 * Looks for plaintext, keys and secrets wherever a stage could show them: processes and output all the time, topics, metrics and
 * Connect while the servers run, files when they are closed.
 */
public final class LeakWatch {

    private static final Duration JVM_ANSWERS = Duration.ofSeconds(60);

    private final Path dir;
    private final Set<String> secretPlaces;
    private final LeakReport report = new LeakReport();
    private final ProcessLeaks processes;
    private final OutputCopy output;
    private final FileTime begin;

    private LeakWatch(Path dir, Set<String> secretPlaces) {
        this.dir = dir;
        this.secretPlaces = Set.copyOf(secretPlaces);
        this.processes = ProcessLeaks.watch(report);
        this.output = new OutputCopy();
        this.begin = FileTime.from(Clock.systemUTC().instant());
    }

    /**
     * Begins.
     *
     * @param dir where the stage keeps everything
     * @param secretPlaces files and directories below it that hold secrets by purpose
     */
    public static LeakWatch begin(Path dir, Set<String> secretPlaces) {
        return new LeakWatch(dir, secretPlaces);
    }

    /** Says whose secrets to look for, and which others, by a name that can be told; in time for {@link #lookAtServers}. */
    public LeakWatch forbid(List<SimulatedTenant> tenants, Map<String, String> others) {
        Forbidden forbidden = new Forbidden();
        tenants.forEach(forbidden::addTenant);
        others.forEach(forbidden::add);
        report.forbid(forbidden);
        return this;
    }

    /** Says which secrets to look for by the files that hold them: a secret, and keys below a directory. */
    public LeakWatch forbid(Path secret, Path keys) throws IOException {
        Forbidden forbidden = new Forbidden().add("secret", Files.readString(secret));
        try (Stream<Path> pems = Files.walk(keys)) {
            for (Path pem : pems.filter(Files::isRegularFile).toList()) {
                forbidden.addPem("private key " + pem.getFileName(), Files.readString(pem));
            }
        }
        report.forbid(forbidden);
        return this;
    }

    /** A worker, while it runs. */
    public void lookAtWorker(URI rest) throws IOException, InterruptedException {
        new RestLeaks(report).lookAt(rest);
    }

    /** Topics, this JVM and those below it, while the servers run. */
    public void lookAtServers(String bootstrapServers) throws Exception {
        lookAtTopics(bootstrapServers);
        lookAtJvms();
    }

    /** Every record of every topic. */
    public void lookAtTopics(String bootstrapServers) throws Exception {
        new TopicLeaks(report).lookAtAll(bootstrapServers);
    }

    /** A file elsewhere. */
    public void lookAtFile(Path file) throws IOException {
        new FileLeaks(report).look(file);
    }

    /** Metrics and more of this JVM and of those below it. */
    public void lookAtJvms() throws Exception {
        new MetricLeaks(report).lookAtThisJvm();
        for (ProcessHandle jvm : jvms()) {
            lookAtJvm(jvm);
        }
    }

    /** Metrics and more of one JVM of this user; a busy one may take a while until it lets anybody look. */
    public void lookAtJvm(ProcessHandle jvm) {
        MetricLeaks metrics = new MetricLeaks(report);
        await("a JVM shows its metrics").atMost(JVM_ANSWERS).until(() -> metrics.lookAt(jvm) || !jvm.isAlive());
    }

    /** The rest, once everything has ended; fails if there is a leak. */
    public void finish() throws IOException {
        processes.look();
        processes.close();
        output.close();
        report.look("the output of this JVM", output.text(), Plaintext.FORBIDDEN);
        FileLeaks files = new FileLeaks(report);
        files.lookBelow(dir, secretPlaces);
        files.lookForCrashFiles(List.of(Path.of("."), Path.of(System.getProperty("java.io.tmpdir"))), begin);
        assertThat(processes.programs()).as("programs looked at").isGreaterThan(1);
        assertThat(report.leaks()).as("leaks").isEmpty();
    }

    private static List<ProcessHandle> jvms() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .toList();
    }
}
