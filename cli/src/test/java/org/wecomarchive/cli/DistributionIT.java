package org.wecomarchive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The zip, unpacked on a host that has nothing else of ours. */
@Timeout(120)
final class DistributionIT {

    @TempDir
    private static Path folder;

    private static Path home;

    @BeforeAll
    static void unpack() throws IOException {
        Path target = folder.resolve("opt with blanks");
        try (Stream<Path> files = Files.list(Path.of("target"));
                ZipFile zip = new ZipFile(files.filter(file -> file.toString().endsWith("-dist.zip"))
                        .findFirst()
                        .orElseThrow()
                        .toFile())) {
            for (ZipEntry entry : zip.stream().filter(one -> !one.isDirectory()).toList()) {
                Path file = target.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                try (InputStream content = zip.getInputStream(entry)) {
                    Files.copy(content, file);
                }
            }
        }
        try (Stream<Path> roots = Files.list(target)) {
            home = roots.findFirst().orElseThrow();
        }
    }

    @Test
    void tellsItsVersion() throws Exception {
        assertThat(run(0, "--version")).matches("archivectl [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\\s*");
    }

    @Test
    void listsItsCommandsAndOptions() throws Exception {
        assertThat(run(0, "--help")).contains("release", "skip", "commands", "schemas");
        assertThat(run(0, "commands", "--help")).contains("--json");
    }

    @Test
    void takesItsExampleOfSettingsAndRefusesAMisspeltOne() throws Exception {
        Path example = home.resolve("config").resolve("archivectl.properties");
        Path misspelt = folder.resolve("misspelt.properties");
        Files.writeString(misspelt, Files.readString(example).replace("connect.url", "conect.url"));

        assertThat(run(2, "commands", "--config", misspelt.toString()))
                .contains("conect.url is not a setting of archivectl, the nearest is connect.url.");
        // None of its brokers is there.
        assertThat(run(3, "commands", "--config", example.toString())).contains("kafka-1");
    }

    @Test
    void tellsAFailureAsJsonWhenItsLogIsJson() throws Exception {
        Path settings = Files.writeString(
                folder.resolve("json.properties"),
                """
                kafka.bootstrap.servers=127.0.0.1:1
                schema.registry.url=http://127.0.0.1:1
                kafka.default.api.timeout.ms=1000
                kafka.request.timeout.ms=500
                log.format=json
                """);

        String output = run(3, "topics", "diff", "--config", settings.toString());

        assertThat(output.lines()).isNotEmpty().allSatisfy(line -> assertThat(
                        new ObjectMapper().readTree(line).fieldNames())
                .toIterable()
                .contains("time", "level", "logger", "thread", "host", "message"));
        assertThat(output.lines().toList())
                .last()
                .asString()
                .contains("\"message\":\"Kafka or the schema registry did not");
    }

    /** Without --file: the broker is asked only once the files have been read. */
    @Test
    void findsTheFilesOfASiteBesideIt() throws Exception {
        Path settings = Files.writeString(
                folder.resolve("site.properties"),
                """
                kafka.bootstrap.servers=127.0.0.1:1
                schema.registry.url=http://127.0.0.1:1
                kafka.default.api.timeout.ms=1000
                kafka.request.timeout.ms=500
                """);
        String principals = home.resolve("deploy").resolve("principals.yaml").toString();

        assertThat(run(3, "topics", "diff", "--config", settings.toString())).contains("Kafka");
        assertThat(run(3, "acls", "diff", "--config", settings.toString(), "--principals", principals))
                .contains("Kafka");
        assertThat(run(2, "topics", "diff", "--config", settings.toString(), "--partitions", "event=48"))
                .contains("the nearest is events.v1");
    }

    /** Runs it to its end, which must have this exit code; returns what it prints. */
    private static String run(int code, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("sh", home.resolve("bin/archivectl").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(code);
        return output;
    }
}
