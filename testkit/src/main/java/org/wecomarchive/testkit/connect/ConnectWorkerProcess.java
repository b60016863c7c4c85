package org.wecomarchive.testkit.connect;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.wecomarchive.testkit.server.LoopbackPorts;

/**
 * A Connect worker as its own process, on this JVM's class path or with a plug-in's zip only, for a real kill -9.
 *
 * <p>Shape: {@code <dir>/worker-<port>.properties} and {@code <dir>/worker-<port>.log}. The process ends when its parent does. The restarter
 * for failed tasks runs in this JVM.
 */
public final class ConnectWorkerProcess implements RunningWorker {

    private static final long STOP_SECONDS = 15;
    private static final List<String> JVM_WITH_PLUGIN =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** The jars of Kafka's download. */
    private static final Pattern WORKERS = Pattern.compile(
            ".*/(kafka|connect|org/apache/kafka|jetty|jersey|jakarta|javax|jackson|slf4j|zstd|lz4|snappy|hk2"
                    + "|glassfish|re2j|jose4j|classgraph|plexus|maven|commons|aopalliance|javassist|reload4j|swagger"
                    + "|bitbucket|hdrhistogram|argparse4j|metrics|eclipse|fasterxml)[/-].*");

    /** Jars that a plug-in must contain although their paths look like those of a worker. */
    private static final Pattern PLUGINS =
            Pattern.compile(".*/target/.*|.*/(avro|guava|jna|flink|json|parsson|opentelemetry|httpcomponents|elastic"
                    + "|elasticsearch|iceberg|parquet|orc|hadoop|awssdk|sqlite-jdbc|postgresql|roaringbitmap|caffeine"
                    + "|testcontainers|commons-codec|commons-logging|commons-io|commons-compress)[/-].*");

    private final Process process;
    private final ConnectRest rest;
    private final TaskRestarter restarter;

    private ConnectWorkerProcess(Process process, ConnectRest rest) {
        this.process = process;
        this.rest = rest;
        this.restarter = new TaskRestarter(rest, Duration.ofSeconds(1));
    }

    /**
     * Starts the process; calls over REST wait until it is up.
     *
     * @param dir where its settings and its log go, created if missing
     * @param group group id
     * @param replicas replication factor of the internal topics
     * @param jvmArguments for example {@code -Xmx256m}
     */
    public static ConnectWorkerProcess start(
            Path dir, String bootstrapServers, String group, int replicas, List<String> jvmArguments)
            throws IOException {
        List<String> java = new ArrayList<>(jvmArguments);
        java.addAll(List.of("-cp", System.getProperty("java.class.path"), ConnectWorkerMain.class.getName()));
        return start(
                dir,
                java,
                port -> WorkerSettings.of(Map.of("bootstrap.servers", bootstrapServers), group, replicas, port));
    }

    /**
     * Starts a worker that has only the jars of Kafka's download, and a plug-in in isolation; it outlives its parent.
     *
     * @param dir where its settings and its log go, created if missing
     * @param group group id
     */
    public static ConnectWorkerProcess startWith(PluginZip plugin, Path dir, String bootstrapServers, String group)
            throws IOException {
        List<String> java = new ArrayList<>(JVM_WITH_PLUGIN);
        java.addAll(List.of("-cp", classPathOfAWorker(), ConnectDistributed.class.getName()));
        Map<String, String> shared = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "plugin.path",
                plugin.pluginPath().toString());
        return start(dir, java, port -> WorkerSettings.of(shared, group, 1, port));
    }

    private static ConnectWorkerProcess start(Path dir, List<String> java, IntFunction<Map<String, String>> settings)
            throws IOException {
        int port = LoopbackPorts.free();
        Files.createDirectories(dir);
        Path file = dir.resolve("worker-" + port + ".properties");
        write(file, settings.apply(port));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.add(file.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("worker-" + port + ".log").toFile())
                .start();
        return new ConnectWorkerProcess(process, new ConnectRest(URI.create("http://127.0.0.1:" + port)));
    }

    @Override
    public ConnectRest rest() {
        return rest;
    }

    /** The worker's process, whose children are the native hosts of its tasks. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Kill -9; returns when the process is gone. */
    @Override
    public void stopHard() {
        restarter.close();
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        restarter.close();
        process.destroy();
        if (!awaitEnd()) {
            stopHard();
        }
    }

    private boolean awaitEnd() {
        try {
            return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String classPathOfAWorker() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> WORKERS.matcher(entry).matches()
                        && !PLUGINS.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void write(Path file, Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
    }
}
