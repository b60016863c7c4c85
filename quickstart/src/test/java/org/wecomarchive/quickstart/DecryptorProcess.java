package org.wecomarchive.quickstart;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.wecomarchive.decryptor.DecryptorMain;

/**
 * A decryptor as its own process on this JVM's class path, for a real kill -9.
 *
 * <p>Shape: {@code <dir>/<name>.properties} and {@code <dir>/<name>.log}. The process ends when its parent does. Its client
 * ids begin with its name.
 */
record DecryptorProcess(String name, Process process) implements AutoCloseable {

    private static final long STOP_SECONDS = 15;

    static DecryptorProcess start(Path dir, String name, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("kafka.client.id", name);
        Files.createDirectories(dir);
        Path file = dir.resolve(name + ".properties");
        Properties properties = new Properties();
        properties.putAll(all);
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        }
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EndsWithParent.class.getName(),
                "--config",
                file.toString());
        return new DecryptorProcess(
                name,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(dir.resolve(name + ".log").toFile())
                        .start());
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Whether a client with this id is one of this process. */
    boolean owns(String clientId) {
        return clientId.startsWith(name + "-");
    }

    /** Kill -9; returns when the process is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    /** The decryptor's main, which dies at the end of its standard input. */
    static final class EndsWithParent {

        private EndsWithParent() {}

        public static void main(String[] arguments) {
            Thread parent = new Thread(EndsWithParent::awaitEndOfParent, "parent");
            parent.setDaemon(true);
            parent.start();
            DecryptorMain.main(arguments);
        }

        private static void awaitEndOfParent() {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // No parent either.
                Runtime.getRuntime().halt(1);
            }
            Runtime.getRuntime().halt(0);
        }
    }
}
