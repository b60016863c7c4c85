package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real command as a process. */
public final class QuickstartRun {

    private static final Path COMMAND =
            Path.of("..", "bin", "quickstart").toAbsolutePath().normalize();

    private final Path dir;
    private final Path out;
    private final Process process;
    private final long bytesBefore;

    private QuickstartRun(Path dir, Path out, Process process, long bytesBefore) {
        this.dir = dir;
        this.out = out;
        this.process = process;
        this.bytesBefore = bytesBefore;
    }

    /** Starts it with {@code --exit --dir <dir>} and whatever else is given; its output goes to {@code out}. */
    static QuickstartRun start(Path dir, Path out, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--exit");
        return startStaying(dir, out, all.toArray(new String[0]));
    }

    /** Starts it with {@code --dir <dir>} and whatever else is given; it goes on until it is killed. */
    static QuickstartRun startStaying(Path dir, Path out, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--dir", dir.toString()));
        all.addAll(List.of(options));
        return launch(dir, out, all);
    }

    /** Starts it on a temporary directory of its own. */
    static QuickstartRun startTemporary(Path out, String... options) throws IOException {
        return launch(out.resolveSibling("no-directory"), out, List.of(options));
    }

    /** The same with these variables beside its own. */
    public static QuickstartRun startTemporary(Path out, Map<String, String> variables, String... options)
            throws IOException {
        return launch(out.resolveSibling("no-directory"), out, variables, List.of(options));
    }

    private static QuickstartRun launch(Path dir, Path out, List<String> options) throws IOException {
        return launch(dir, out, Map.of(), options);
    }

    /** A shell in the background would let it inherit that Ctrl-C is ignored. */
    private static QuickstartRun launch(Path dir, Path out, Map<String, String> variables, List<String> options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", "bash", COMMAND.toString()));
        command.addAll(options);
        long bytesBefore = rawBytes(dir);
        ProcessBuilder builder = new ProcessBuilder(command);
        withoutLocale(builder.environment());
        builder.environment().putAll(variables);
        Process process =
                builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        return new QuickstartRun(dir, out, process, bytesBefore);
    }

    /** As in cron, ssh or a bare container. */
    static void withoutLocale(Map<String, String> environment) {
        environment.keySet().removeAll(Set.of("LANG", "LC_ALL", "LC_CTYPE"));
    }

    /** Waits until this run has brought so many bytes into the raw topic's segments. */
    QuickstartRun awaitMidRun(long wanted) {
        await().atMost(10, TimeUnit.MINUTES).until(() -> !process.isAlive() || rawBytes(dir) >= bytesBefore + wanted);
        assertThat(process.isAlive()).as("still running: %s", output()).isTrue();
        return this;
    }

    /** Kills it inside a commit: lets it stand still again and again until its files show that moment. */
    void killAt(CommitMoment moment) {
        Random pauses = new Random(process.pid());
        await("a commit " + moment)
                .atMost(10, TimeUnit.MINUTES)
                .pollInterval((count, last) -> Duration.ofMillis(5 + pauses.nextInt(40)))
                .until(() -> {
                    Signal.STOP.sendTo(process.toHandle());
                    boolean now = moment.isNow(dir);
                    if (now) {
                        kill();
                    } else {
                        Signal.CONT.sendTo(process.toHandle());
                    }
                    return now;
                });
    }

    /** Waits until the output has the text, and returns what follows it up to the next comma or blank. */
    public String awaitOutput(String text) {
        await().atMost(10, TimeUnit.MINUTES).until(() -> !process.isAlive() || output().contains(text));
        assertThat(output()).contains(text);
        return output().substring(output().indexOf(text) + text.length()).split("[,;\\s]", 2)[0];
    }

    List<ProcessHandle> libraryHosts() {
        return process.descendants()
                .filter(child -> Stream.of(child.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.endsWith(".HostMain")))
                .toList();
    }

    /** Itself, the servers and the library's processes. */
    List<ProcessHandle> jvms() {
        return allProcesses().stream()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .toList();
    }

    List<ProcessHandle> allProcesses() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    /** Ctrl-C; returns how it ended and how long that took. */
    public Ended interrupt() throws Exception {
        long begin = System.nanoTime();
        Signal.INT.sendTo(process.toHandle());
        assertThat(process.waitFor(1, TimeUnit.MINUTES))
                .as("ended: %s", output())
                .isTrue();
        return new Ended(process.exitValue(), Duration.ofNanos(System.nanoTime() - begin));
    }

    /** How a run ended after Ctrl-C. */
    public record Ended(int exitCode, Duration after) {}

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for the end; the JSON object of the last line. */
    JsonNode result() throws IOException, InterruptedException {
        assertThat(process.waitFor(15, TimeUnit.MINUTES))
                .as("ended: %s", output())
                .isTrue();
        List<String> lines = output().lines().toList();
        assertThat(lines).as("output").isNotEmpty();
        String last = lines.get(lines.size() - 1);
        assertThat(last).as("last line of %s", output()).startsWith("{");
        JsonNode result = new ObjectMapper().readTree(last);
        assertThat(process.exitValue())
                .as("exit code with %s", result)
                .isEqualTo(result.get("balanced").asBoolean() && !result.has("waitsFor") ? 0 : 1);
        return result;
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    String output() {
        try {
            return Files.readString(out, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long rawBytes(Path dir) throws IOException {
        Path node = dir.resolve("kafka").resolve("node-0");
        if (!Files.exists(node)) {
            return 0;
        }
        long bytes = 0;
        for (Path partition : partitions(node)) {
            Path segment = partition.resolve("00000000000000000000.log");
            bytes += Files.exists(segment) ? Files.size(segment) : 0;
        }
        return bytes;
    }

    private static List<Path> partitions(Path node) throws IOException {
        try (Stream<Path> children = Files.list(node)) {
            return children.filter(child -> child.getFileName().toString().startsWith("wecom.archive.raw.v1-"))
                    .toList();
        }
    }
}
